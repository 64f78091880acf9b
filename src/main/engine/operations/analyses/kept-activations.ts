import { type ActiveCursor, openActiveLatents } from '../../store/activations/active-latents.ts'
import { statisticsOf } from '../latent-totals.ts'
import type { ProjectReading } from '../project-reading.ts'

/** Entries (12 bytes each) of all encodings together that are kept unpacked between questions: 96 MB. */
const entriesKept = 8_000_000

/** Pooled activations of an encoding, by latent, then by ordinal; entries of latent l are `starts[l]` to `starts[l + 1]`. */
export type Unpacked = {
  /** [dSae + 1] */
  readonly starts: Uint32Array
  readonly ordinals: Uint32Array
  readonly maxima: Float32Array
  readonly tokensActive: Uint32Array
}

/**
 * A cursor over each encoding. Of those asked for, as many as there is room for, in their order, are unpacked and kept, in the place of
 * others that were asked for longest ago; the rest are read anew each time, a few chunks in memory.
 */
export function cursorsOf(
  project: ProjectReading,
  encodings: readonly number[],
  dSae: number,
  limit = entriesKept,
): readonly ActiveCursor[] {
  const kept = project.lasting.get(
    'active entries',
    () => new Map<number, Unpacked>(),
    () => 0,
  )
  let room = limit
  const wanted = encodings.filter((encoding) => {
    const entries = entriesOf(project, encoding)
    const fits = entries <= room
    if (fits) room -= entries
    return fits
  })
  forgetOthers(kept, wanted, room)
  return encodings.map((encoding) => {
    if (!wanted.includes(encoding)) return openActiveLatents(project.db, encoding)
    const held = kept.get(encoding) ?? unpacked(openActiveLatents(project.db, encoding), dSae, entriesOf(project, encoding))
    // Put last: the map is in the order of asking.
    kept.delete(encoding)
    kept.set(encoding, held)
    return cursorOver(held)
  })
}

/** Forgets what was asked for longest ago, until the others fit into `room` entries. */
function forgetOthers(kept: Map<number, Unpacked>, wanted: readonly number[], room: number): void {
  const others = [...kept].filter(([encoding]) => !wanted.includes(encoding))
  let entries = others.reduce((sum, [, { ordinals }]) => sum + ordinals.length, 0)
  for (const [encoding, { ordinals }] of others) {
    if (entries <= room) return
    kept.delete(encoding)
    entries -= ordinals.length
  }
}

function entriesOf(project: ProjectReading, encoding: number): number {
  return project.remembered(`entries ${encoding}`, () =>
    statisticsOf(project, encoding).documentsActive.reduce((sum, count) => sum + count, 0),
  )
}

export function cursorOver({ starts, ordinals, maxima, tokensActive }: Unpacked): ActiveCursor {
  const active = { from: 0, end: 0, ordinals, maxima, tokensActive }
  return {
    at(latent) {
      active.from = starts[latent]!
      active.end = starts[latent + 1]!
      return active
    },
  }
}

function unpacked(cursor: ActiveCursor, dSae: number, entries: number): Unpacked {
  const kept = {
    starts: new Uint32Array(dSae + 1),
    ordinals: new Uint32Array(entries),
    maxima: new Float32Array(entries),
    tokensActive: new Uint32Array(entries),
  }
  let to = 0
  for (let latent = 0; latent < dSae; latent++) {
    const { from, end, ordinals, maxima, tokensActive } = cursor.at(latent)
    for (let entry = from; entry < end; entry++, to++) {
      kept.ordinals[to] = ordinals[entry]!
      kept.maxima[to] = maxima[entry]!
      kept.tokensActive[to] = tokensActive[entry]!
    }
    kept.starts[latent + 1] = to
  }
  return kept
}
