import type { ActiveCursor, ActiveDocuments } from '../../store/activations/active-latents.ts'
import { readActiveWithin, type Stretches } from '../../store/activations/active-within.ts'
import type { ProjectReading } from '../project-reading.ts'
import { cursorOver, cursorsOf } from './kept-activations.ts'
import type { Sample } from './sample.ts'

/** The first `count` of each array: documents where a latent is active, ascending. They hold during the visit. */
type Active = {
  readonly count: number
  readonly documents: Uint32Array
  readonly maxima: Float32Array
  readonly tokensActive: Uint32Array
}

/** Latent after latent, ascending, with the sample's documents in which it is active; those active in none are passed over. */
export type LatentSource = {
  readonly dSae: number
  each(visit: (latent: number, active: Active) => void): void
}

/** What the sample's encodings hold, by the places of its documents; of some latents (ascending) or of all. */
export function activeSource(project: ProjectReading, sample: Sample, only?: Uint32Array): LatentSource {
  const encodings = sample.subjects.map(({ encoding }) => encoding.encoding)
  return sourceOver(sample, () => cursorsOf(project, encodings, sample.stored.dSae), only)
}

/** As `activeSource`, as if each document had only its tokens `from` to `end` (exclusive), [documents] each; a source for each choice. */
export function sourcesWithin(project: ProjectReading, sample: Sample, choices: readonly Stretches[]): LatentSource[] {
  const read = sample.subjects.map(({ corpus, encoding }, subject) => {
    const ofCorpus = choices.map(() => ({ from: new Uint32Array(corpus.documents), end: new Uint32Array(corpus.documents) }))
    for (let at = 0; at < sample.documents; at++) {
      if (sample.subject[at] !== subject) continue
      choices.forEach(({ from, end }, choice) => {
        ofCorpus[choice]!.from[sample.ordinal[at]!] = from[at]!
        ofCorpus[choice]!.end[sample.ordinal[at]!] = end[at]!
      })
    }
    return readActiveWithin(project.db, encoding.encoding, ofCorpus).map(cursorOver)
  })
  return choices.map((_, choice) => sourceOver(sample, () => read.map((cursors) => cursors[choice]!)))
}

function sourceOver(sample: Sample, open: () => readonly ActiveCursor[], only?: Uint32Array): LatentSource {
  const { dSae } = sample.stored
  return {
    dSae,
    each(visit) {
      const places = placesIn(sample)
      const cursors = open()
      const room = {
        count: 0,
        documents: new Uint32Array(sample.documents + 1),
        maxima: new Float32Array(sample.documents + 1),
        tokensActive: new Uint32Array(sample.documents + 1),
      }
      const latents = only?.length ?? dSae
      for (let at = 0; at < latents; at++) {
        const latent = only === undefined ? at : only[at]!
        room.count = 0
        for (let subject = 0; subject < cursors.length; subject++) gather(cursors[subject]!.at(latent), places[subject]!, room)
        if (room.count > 0) visit(latent, room)
      }
    },
  }
}

/** Adds the documents that are in the sample. The room has one place more than they can take. */
function gather(active: ActiveDocuments, place: Int32Array, room: { -readonly [Key in keyof Active]: Active[Key] }): void {
  const { from, end, ordinals, maxima, tokensActive } = active
  const kept = { documents: room.documents, maxima: room.maxima, tokensActive: room.tokensActive }
  let count = room.count
  for (let entry = from; entry < end; entry++) {
    // Written in any case and kept only where in the sample: no branch to mispredict.
    const document = place[ordinals[entry]!]!
    kept.documents[count] = document
    kept.maxima[count] = maxima[entry]!
    kept.tokensActive[count] = tokensActive[entry]!
    count += +(document >= 0)
  }
  room.count = count
}

/** For each corpus of the sample, the place of each of its documents, [documents of the corpus]; -1 where it is not in the sample. */
export function placesIn(sample: Sample): Int32Array[] {
  const places = sample.subjects.map(({ corpus }) => new Int32Array(corpus.documents).fill(-1))
  for (let at = 0; at < sample.documents; at++) places[sample.subject[at]!]![sample.ordinal[at]!] = at
  return places
}
