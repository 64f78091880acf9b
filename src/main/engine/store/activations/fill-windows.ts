import type { Connection } from '../connection.ts'
import { windowReach, windowTokens } from './gathered-examples.ts'
import type { GatheredExamples } from './gathered-examples.ts'
import { openLatentCursor } from './latent-cursor.ts'
import type { LatentRun } from './latent-cursor.ts'
import { levelOf, levels, levelsPerUnit, valueOf } from './quantise.ts'
import { bytesOf, entriesWithin } from './read-runs.ts'
import type { StoredBlock } from './stored-block.ts'

/**
 * Fills the windows of all examples, block by block, so that each block's parts are unpacked once; yields how many blocks are done.
 *
 * `blocks` are all of the encoding, in order.
 */
export function* fillWindows(
  db: Connection,
  encoding: number,
  examples: GatheredExamples,
  blocks: readonly StoredBlock[],
): Generator<number> {
  const latentOf = latentsOfExamples(examples)
  for (const [at, found] of examplesByBlock(examples, blocks).entries()) {
    const block = blocks[at]!
    if (found.length > 0) {
      const cursor = openLatentCursor(db, 'activation_parts', encoding, block.block)
      for (const example of found) fillWindow(examples, example, block, cursor.seek(latentOf[example]!))
    }
    yield at + 1
  }
}

function latentsOfExamples({ latents, starts }: GatheredExamples): Uint32Array {
  const latentOf = new Uint32Array(starts[latents.length]!)
  for (const [run, latent] of latents.entries()) latentOf.fill(latent, starts[run]!, starts[run + 1]!)
  return latentOf
}

/** For each block its examples, by latent. */
function examplesByBlock({ latents, starts, ordinals }: GatheredExamples, blocks: readonly StoredBlock[]): Uint32Array[] {
  const count = starts[latents.length]!
  const blockOf = new Uint32Array(count)
  const ends = Uint32Array.from(blocks, ({ firstOrdinal, documents }) => firstOrdinal + documents)
  const cursors = new Uint32Array(blocks.length + 1)
  for (let example = 0; example < count; example++) {
    blockOf[example] = firstAbove(ends, ordinals[example]!)
    cursors[blockOf[example]! + 1]!++
  }
  for (let block = 0; block < blocks.length; block++) cursors[block + 1]! += cursors[block]!
  const sorted = new Uint32Array(count)
  const begins = cursors.slice()
  for (let example = 0; example < count; example++) sorted[cursors[blockOf[example]!]!++] = example
  return blocks.map((_, block) => sorted.subarray(begins[block]!, begins[block + 1]!))
}

/** The first place of an ascending list with a number above `value`. */
function firstAbove(ascending: Uint32Array, value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}

function fillWindow(examples: GatheredExamples, example: number, block: StoredBlock, found: LatentRun | null): void {
  if (found === null) throw new Error(`example ${example} is of a latent that is not in block ${block.block}`)
  const { runs, run } = found
  const document = examples.ordinals[example]! - block.firstOrdinal
  const peak = block.tokenStarts[document]! + examples.positions[example]!
  const first = Math.max(block.tokenStarts[document]!, peak - windowReach)
  const end = Math.min(block.tokenStarts[document + 1]!, peak + windowReach + 1)
  const perUnit = levelsPerUnit(examples.maxima[example]!)
  const blockLevels = bytesOf(runs, 1)
  const { entries, values } = entriesWithin(runs, 0, first, end, run, run + 1)
  for (let at = 0; at < entries.length; at++) {
    const value = valueOf(blockLevels[entries[at]!]!, runs.scales[run]!)
    examples.levels[example * windowTokens + values[at]! - first] = Math.min(levels, levelOf(value, perUnit))
  }
  examples.levels[example * windowTokens + peak - first] = levels
  examples.before[example] = peak - first
  examples.lengths[example] = end - first
}
