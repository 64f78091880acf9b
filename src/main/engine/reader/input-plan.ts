import { Failure } from '../../../contract/failure.ts'
import { elementTypes, type GraphValue, type ModelGraph } from '../graph/model-graph.ts'
import { shownName } from '../../../contract/shown-name.ts'
import type { InputPlan } from '../inference/inference-model.ts'

const types: Readonly<Record<number, InputPlan['elementType']>> = {
  [elementTypes.int64]: 'int64',
  [elementTypes.int32]: 'int32',
  [elementTypes.float32]: 'float32',
  [elementTypes.float16]: 'float16',
  [elementTypes.bool]: 'bool',
}

/** What a reader keeps of each token for later ones: so many heads of such a width; null where its config does not say. */
export type CacheShape = { readonly heads: number | null; readonly width: number | null }

const unknownShape: CacheShape = { heads: null, width: null }

/**
 * What to feed a reader for one pass over whole texts: key and value caches are empty. Throws for an input that means anything else, and
 * where texts may have one length only.
 *
 * @param cache for graphs that name the sizes of their caches instead of stating them
 */
export function readerInputs(graph: ModelGraph, cache = unknownShape): readonly InputPlan[] {
  return graph.inputs.map((input) => {
    const elementType = types[input.elementType]
    const plan = planOf(input, cache)
    if (elementType === undefined || plan === null) {
      throw new Failure(
        'unsupported',
        `The reader asks for an input ${shownInput(input)}, which is not known.`,
        'Export it with optimum as text-generation, or as feature-extraction where it is an encoder.',
      )
    }
    return { name: input.name, elementType, ...plan }
  })
}

/** What each input of one value for each token holds. */
const perToken: Readonly<Record<string, InputPlan['source']>> = {
  input_ids: 'ids',
  attention_mask: 'attention-mask',
  position_ids: 'positions',
  token_type_ids: 'zeros',
}

function planOf({ name, dims }: GraphValue, cache: CacheShape): Pick<InputPlan, 'source' | 'dims'> | null {
  const source = Object.hasOwn(perToken, name) ? perToken[name] : undefined
  if (source !== undefined) {
    if (dims.length !== 2) return null
    refuseFixed(name, dims)
    return { source, dims: ['rows', 'sequence'] }
  }
  return name.startsWith('past') ? cachePlan(name, dims, cache) : null
}

function shownInput({ name, dims }: Pick<GraphValue, 'name' | 'dims'>): string {
  return `${shownName(name)} [${dims.map((each) => (typeof each === 'number' ? each : shownName(each))).join(', ')}]`
}

/** Some exports state the numbers of texts and tokens they were traced with. */
function refuseFixed(name: string, dims: GraphValue['dims']): void {
  const fixed = dims.filter((each) => typeof each === 'number' && each > 0)
  if (fixed.length === 0) return
  throw new Failure(
    'unsupported',
    `The reader was exported for texts of one size: its input ${name} is [${dims.join(', ')}].`,
    'Export it with free numbers of texts and tokens, as optimum does; of several files of one export choose decoder_model.onnx.',
  )
}

/** Caches are [rows, heads, past, width], or keys and values together [2, rows, heads, past, width]. */
function cachePlan(name: string, dims: GraphValue['dims'], cache: CacheShape): Pick<InputPlan, 'source' | 'dims'> | null {
  const rows = dims.length - 4
  if (rows !== 0 && !(rows === 1 && dims[0] === 2)) return null
  const size = (axis: number, otherwise: number | null): number | null => {
    const stated = dims[axis]
    return typeof stated === 'number' && stated > 0 ? stated : otherwise
  }
  const [heads, width] = [size(rows + 1, cache.heads), size(rows + 3, cache.width)]
  if (heads === null || width === null) {
    throw new Failure(
      'unsupported',
      `The reader does not say how large its input ${shownInput({ name, dims })} is.`,
      "Put the reader's config.json, which says so, beside it.",
    )
  }
  refuseFixed(name, [dims[rows] ?? '', dims[rows + 2] ?? ''])
  return { source: 'zeros', dims: [...(rows === 1 ? [2] : []), 'rows', heads, 0, width] }
}
