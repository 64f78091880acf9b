import type { ElementType } from './tensor-location.ts'

export type NpyHeader = {
  /** As NumPy writes it: "<f4". */
  readonly type: string
  readonly columnMajor: boolean
  readonly shape: readonly number[]
}

/** NumPy's own limit on a header it reads without being asked to (numpy.lib.format, max_header_size), in bytes. */
export const largestNpyHeader = 10_000

const elementTypes: Readonly<Record<string, ElementType>> = {
  '<f8': 'F64',
  '<f4': 'F32',
  '<f2': 'F16',
  '<i8': 'I64',
  '<i4': 'I32',
  '<i2': 'I16',
  '|i1': 'I8',
  '<u8': 'U64',
  '<u4': 'U32',
  '<u2': 'U16',
  '|u1': 'U8',
  '|b1': 'BOOL',
}

/** The element type that NumPy's name stands for; null for one that is not a little-endian number. */
export function npyElementType(type: string): ElementType | null {
  return Object.hasOwn(elementTypes, type) ? elementTypes[type]! : null
}

/** One entry of the dictionary and the comma after it. */
const entry = /\s*'(\w+)'\s*:\s*('[^']*'|True|False|\([\d\s,L]*\))\s*(?:,|(?=\}))/y

/**
 * The header of an NPY array, a literal of Python: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, each key once
 * (numpy.lib.format, versions 1 to 3); null for anything else, as for arrays of several fields.
 */
export function parseNpyHeader(text: string): NpyHeader | null {
  const found = new Map<string, string>()
  const start = /^\s*\{/.exec(text)
  if (start === null) return null
  entry.lastIndex = start[0].length
  let end = entry.lastIndex
  for (let match = entry.exec(text); match !== null; match = entry.exec(text)) {
    if (found.has(match[1]!)) return null
    found.set(match[1]!, match[2]!)
    end = entry.lastIndex
  }
  const [type, order, dims] = [found.get('descr'), found.get('fortran_order'), found.get('shape')]
  if (found.size !== 3 || !/^\s*\}\s*$/.test(text.slice(end))) return null
  const shape = parseShape(dims ?? '')
  if (shape === null || (order !== 'True' && order !== 'False') || type?.startsWith("'") !== true) return null
  return { type: type.slice(1, -1), columnMajor: order === 'True', shape }
}

/** "(3, 4)", "(3,)", "()"; Python 2 wrote "3L". */
function parseShape(text: string): readonly number[] | null {
  if (!/^\((?:\s*\d{1,16}L?\s*(?:,|(?=\))))*\s*\)$/.test(text)) return null
  const shape = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits))
  return shape.every(Number.isSafeInteger) ? shape : null
}
