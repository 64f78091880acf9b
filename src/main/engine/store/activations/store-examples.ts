import { partitionRuns } from '../../numerics/partition-runs.ts'
import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { windowTokens } from './gathered-examples.ts'
import type { GatheredExamples } from './gathered-examples.ts'
import { packRuns } from './pack-runs.ts'

/** Examples of one stored row: about 60 kB packed. */
const chunkExamples = 4096

/** Stores the examples of a range of latents once their windows are filled. */
export function storeExamples(db: Connection, encoding: number, examples: GatheredExamples): void {
  const insert = prepare(
    db,
    'INSERT INTO latent_examples (encoding, first_latent, last_latent, bytes, windows) VALUES (?, ?, ?, ?, ?)',
  )
  const allStarts = Uint32Array.from(examples.starts)
  for (const { first, end } of partitionRuns(allStarts, chunkExamples)) {
    const keys = Uint32Array.from(examples.latents.slice(first, end))
    const starts = allStarts.slice(first, end + 1)
    const windows = sparseWindows(examples, starts)
    const heads = packRuns({
      keys,
      starts: starts.map((start) => start - starts[0]!),
      columns: [
        { kind: 'varint', values: part(examples.ordinals, starts) },
        { kind: 'float32', values: part(examples.maxima, starts) },
        { kind: 'varint', values: part(examples.positions, starts) },
        { kind: 'byte', values: part(examples.sampled, starts) },
        { kind: 'byte', values: part(examples.before, starts) },
        { kind: 'byte', values: part(examples.lengths, starts) },
        { kind: 'byte', values: windows.active },
      ],
    })
    const tokens = packRuns({
      keys,
      starts: windows.starts,
      columns: [
        { kind: 'byte', values: windows.places },
        { kind: 'byte', values: windows.levels },
      ],
    })
    insert.run(encoding, keys[0]!, keys[keys.length - 1]!, heads, tokens)
  }
}

/** Rows `starts[0]` to the last start of a column. */
function part<Column extends Uint32Array | Float32Array | Uint8Array>(column: Column, starts: Uint32Array): Column {
  return column.subarray(starts[0]!, starts[starts.length - 1]!) as Column
}

/** Of each window the tokens with an activation: how many, and per latent their places in the window and levels. */
function sparseWindows(examples: GatheredExamples, starts: Uint32Array) {
  const first = starts[0]!
  const runs = starts.length - 1
  const count = starts[runs]! - first
  const active = new Uint8Array(count)
  const windowStarts = new Uint32Array(runs + 1)
  const places: number[] = []
  const levels: number[] = []
  for (let run = 0; run < runs; run++) {
    for (let example = starts[run]!; example < starts[run + 1]!; example++) {
      for (let place = 0; place < examples.lengths[example]!; place++) {
        const level = examples.levels[example * windowTokens + place]!
        if (level === 0) continue
        active[example - first]!++
        places.push(place)
        levels.push(level)
      }
    }
    windowStarts[run + 1] = places.length
  }
  return { active, starts: windowStarts, places: Uint8Array.from(places), levels: Uint8Array.from(levels) }
}
