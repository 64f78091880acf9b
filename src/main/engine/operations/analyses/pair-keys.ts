import { Failure } from '../../../../contract/failure.ts'
import { codeKey } from '../../analysis/units/unit-keys.ts'
import type { UnitKey } from '../../analysis/units/unit-keys.ts'
import type { ProjectReading } from '../project-reading.ts'
import { fieldIn, unitKeysIn } from './document-keys.ts'
import type { Sample } from './sample.ts'

/** What pairs documents of different groups. */
export type Pairing = {
  readonly name: string
  /** [documents], number of the key; -1 without one, or where an earlier document of the group has it. */
  readonly codes: Int32Array
  /** Documents left out because an earlier one of their group has the same key. */
  readonly repeated: number
}

/** Share of the smaller group that must find partners, and share of a group's documents that may repeat a key, for pairing by itself. */
const enoughPartners = 0.5
const fewRepeated = 0.02

/**
 * By the field asked for; `auto`: by the first of shared ids and prompts that pairs most of the smaller group, one document each; null for
 * none. Throws a Failure where the field pairs nothing.
 */
export function pairingOf(project: ProjectReading, sample: Sample, asked: string): Pairing | null {
  if (asked === 'none') return null
  if (asked !== 'auto') {
    const pairing = pairingBy(sample, { name: asked, kind: 'column', values: fieldIn(project, sample, asked) })
    if (pairedShare(sample, pairing) === 0)
      throw new Failure(
        'bad-input',
        `No value of "${asked}" stands in the target and in another group.`,
        'Pair by another field (--pair), or by none.',
      )
    return pairing
  }
  const keys = unitKeysIn(project, sample).filter(({ kind }) => kind !== 'column')
  const pairings = keys.map((key) => pairingBy(sample, key))
  return (
    pairings.find((each) => each.repeated <= fewRepeated * sample.documents && pairedShare(sample, each) >= enoughPartners) ?? null
  )
}

function pairingBy(sample: Sample, key: UnitKey): Pairing {
  const { codes, distinct } = codeKey(key)
  const groups = Math.max(...sample.group) + 1
  const seen = new Uint8Array(distinct * groups)
  let repeated = 0
  for (let document = 0; document < sample.documents; document++) {
    const code = codes[document]!
    if (code < 0) continue
    const at = code * groups + sample.group[document]!
    if (seen[at] === 1) {
      codes[document] = -1
      repeated++
    }
    seen[at] = 1
  }
  return { name: key.name, codes, repeated }
}

/** Share of the smallest group's documents whose key stands in the target and in another group. */
function pairedShare(sample: Sample, { codes }: Pairing): number {
  const groups = Math.max(...sample.group) + 1
  const inTarget = new Set<number>()
  const inOthers = new Set<number>()
  const sizes = new Uint32Array(groups)
  for (let document = 0; document < sample.documents; document++) {
    sizes[sample.group[document]!]!++
    if (codes[document]! >= 0) (sample.group[document] === 0 ? inTarget : inOthers).add(codes[document]!)
  }
  let both = 0
  for (const code of inTarget) if (inOthers.has(code)) both++
  return both / Math.min(...sizes)
}
