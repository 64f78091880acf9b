import { detectUnits, noUnit } from '../../analysis/units/detect-units.ts'
import { DisjointSets } from '../../analysis/units/disjoint-sets.ts'
import { contentKey, WordHashes } from '../../analysis/units/word-hashes.ts'
import { duplicatesIn, unitKeysIn } from '../analyses/document-keys.ts'
import type { Sample } from '../analyses/sample.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { EvidenceRows } from './stored-evidence-rows.ts'

/** Which documents must not be parted: 17 bytes a document. */
export type Parting = {
  /** [documents], the lowest document with (nearly) the same text. */
  readonly near: Uint32Array
  /** [documents], the lowest document of those that must be in one set: near-duplicates, channels of one row, units. */
  readonly bound: Uint32Array
  /** [documents], 1 where a document has no words, or says what very many rows say in one of several channels: it serves for nothing. */
  readonly left: Uint8Array
  /** What the units are by: names of columns and channels, none where each text is one. */
  readonly by: readonly string[]
  /** As `NearDuplicates.contentKey`. */
  contentKey(document: number): string
}

/** Rows that one text may bind together where rows have several channels: more share a system prompt, or a set phrase. */
const fewestRepeats = 20
const shareOfRepeats = 0.01

/**
 * Near-duplicates as the analyses fold them; bound besides are the channels of one row, because what was used is remembered by rows
 * (`contentHash`), and units where the analyses would find some (a prompt that several answer). Worked out once.
 *
 * A repeated text does not join the units it stands in: it stays with the unit of its first document. So one sentence that answers many prompts
 * does not bind them all.
 */
export function partingOf(project: ProjectReading, sample: Sample, rows: EvidenceRows): Parting {
  return project.lasting.get(
    `parting ${sample.key}`,
    () => part(project, sample, rows),
    () => 17 * sample.documents,
  )
}

function part(project: ProjectReading, sample: Sample, rows: EvidenceRows): Parting {
  const { documents } = sample
  const duplicates = duplicatesIn(project, sample)
  const near = duplicates.groups
  const high = new Uint32Array(documents)
  const low = new Uint32Array(documents)
  for (let document = 0; document < documents; document++) {
    const key = duplicates.contentKey(document)
    high[document] = Number.parseInt(key.slice(0, 8), 16)
    low[document] = Number.parseInt(key.slice(8), 16)
  }
  const left = leftOut(near, (document) => high[document] === wordless.high && low[document] === wordless.low, rows)
  const texts = boundBy(near, left, rows)
  const leaders = Uint8Array.from(texts, (leader, document) => (leader === document && left[document] === 0 ? 1 : 0))
  const { by, unit } = detectUnits({ documents, keys: unitKeysIn(project, sample), mask: leaders })
  return {
    near,
    left,
    ...(typeof by === 'string' ? { bound: texts, by: [] } : { bound: boundByUnits(texts, unit), by }),
    contentKey: (document) => contentKey({ high: high[document]!, low: low[document]! }),
  }
}

/** The content key of a text without words. */
const wordless = (() => {
  const words = new WordHashes()
  words.read('')
  return { high: words.high, low: words.low }
})()

function leftOut(near: Uint32Array, isWordless: (document: number) => boolean, { rows }: EvidenceRows): Uint8Array {
  const sizes = new Uint32Array(near.length)
  for (let document = 0; document < near.length; document++) sizes[near[document]!]!++
  const mostRepeats = near.length > rows ? Math.max(fewestRepeats, shareOfRepeats * rows) : Infinity
  return Uint8Array.from(near, (group, document) => (isWordless(document) || sizes[group]! > mostRepeats ? 1 : 0))
}

/** By near-duplicates and rows; a document that is left out is alone. */
function boundBy(near: Uint32Array, left: Uint8Array, { rows, rowOf }: EvidenceRows): Uint32Array {
  const sets = new DisjointSets(near.length)
  const firstOfRow = new Int32Array(rows).fill(-1)
  for (let document = 0; document < near.length; document++) {
    if (left[document] === 1) continue
    sets.join(document, near[document]!)
    const row = rowOf[document]!
    if (firstOfRow[row]! < 0) firstOfRow[row] = document
    else sets.join(document, firstOfRow[row]!)
  }
  const lowest = new Int32Array(near.length).fill(-1)
  return Uint32Array.from(near, (_, document) => {
    const root = sets.rootOf(document)
    if (lowest[root]! < 0) lowest[root] = document
    return lowest[root]!
  })
}

/** Each document goes where its leader's unit goes. */
function boundByUnits(texts: Uint32Array, unit: Uint32Array): Uint32Array {
  const lowest = new Int32Array(texts.length).fill(-1)
  return Uint32Array.from(texts, (leader, document) => {
    const of = unit[leader]!
    if (of === noUnit) return document
    if (lowest[of]! < 0) lowest[of] = document
    return lowest[of]!
  })
}
