import { Failure } from '../../../../contract/failure.ts'
import type { JudgedPairRun, JudgePairRequest } from '../../../../contract/hypotheses.ts'
import { seedFor } from '../../hypotheses/chance.ts'
import { drawOnePerUnit } from '../../hypotheses/draw-documents.ts'
import { judgePair } from '../../hypotheses/judge-pair.ts'
import { textOf } from '../../store/documents.ts'
import { activeSource } from '../analyses/active-source.ts'
import { duplicatesIn } from '../analyses/document-keys.ts'
import { presenceMatrix } from '../analyses/presence-matrix.ts'
import { inChannel, type Sample, sampleOf } from '../analyses/sample.ts'
import { unitsOf } from '../analyses/units-of.ts'
import { refuseOutside } from '../latent-page.ts'
import type { ProjectReading } from '../project-reading.ts'
import { channelNamed, readSubjects } from '../subjects.ts'
import { corporaOf, drawnFrom, type SampleTexts, textsOfSample } from './judged-documents.ts'
import { type ModelWork, partOf } from './model-work.ts'
import { promptHash, promptOf } from './prompts-of.ts'

/** The corpora that a request is about, where it names none: all that were read. */
export function corporaAsked(
  project: ProjectReading,
  { corpora, channel, lens }: Pick<JudgePairRequest, 'corpora' | 'channel' | 'lens'>,
): string[] {
  return corpora ?? [...new Set(readSubjects(project, { channel, lens }).subjects.map(({ corpus }) => corpus.name))]
}

/**
 * Whether two properties in words go together: each judged by itself in the same documents, one of each unit, duplicates folded. Of those drawn
 * the ones without the other text are left out.
 *
 * Throws Failures: 'bad-input' where none has both texts; 'not-found' and 'not-read' as analyses do.
 */
export async function judgePairWork(project: ProjectReading, request: JudgePairRequest): Promise<ModelWork> {
  const { a, b, seed, perCall, characters, whereNot, latents, channelOfB } = request
  const corpora = corporaAsked(project, request)
  const asked = await sampleOf(project, request, [{ corpora, whereNot }])
  const options = { unit: 'auto', foldDuplicates: true, seed }
  const { sample, unit } = unitsOf(project, asked, duplicatesIn(project, asked), options)
  const texts = textsOfSample(project, sample, asked)
  const beside: SampleTexts = { ...texts, textOf: textsBeside(project, sample, channelOfB) ?? texts.textOf }
  const read = Uint32Array.from(sample.ordinal.keys()).filter((document) => sample.tokens[document]! > 0)
  const draw = { most: request.documents, seed: seedFor('draw', seed) }
  const places = drawOnePerUnit(read, unit, texts.keyOf, draw).filter((document) => beside.textOf(document) !== '')
  if (places.length === 0)
    throw new Failure('bad-input', 'None of these documents has both texts.', 'Name other corpora, or another channel.')
  const drawn = new Uint8Array(sample.documents)
  for (const place of places) drawn[place] = 1
  const cut = places.filter((place) => Math.max(texts.textOf(place).length, beside.textOf(place).length) > characters).length
  const settings = { template: promptOf(project, 'verify'), perCall, characters, seed }
  const ofB = latents === undefined || channelOfB === undefined ? sample : inChannel(project, sample, channelOfB)
  const present =
    latents === undefined
      ? [null, null]
      : [presentIn(project, sample, latents[0], places), presentIn(project, ofB, latents[1], places)]
  const [inA = null, inB = null] = present
  let result: JudgedPairRun | null = null
  return {
    title: 'Judge a pair of properties',
    corpora: corporaOf(sample, drawn),
    fingerprint: [sample.subjects.map(({ encoding }) => encoding.identity), promptHash(project, 'verify')],
    parts: [
      partOf(
        `Two properties in ${places.length} documents`,
        () =>
          judgePair(
            { text: a, documents: drawnFrom(texts, places), present: inA },
            { text: b, documents: drawnFrom(beside, places), present: inB },
            settings,
          ),
        (pair) => {
          result = { ...pair, a, b, documents: sample.documents, cut }
        },
      ),
    ],
    result: () => result,
  }
}

/** [places], 1 where a latent is present. Throws Failure 'not-found' where the lens lacks it. */
function presentIn(project: ProjectReading, sample: Sample, latent: number, places: Uint32Array): Uint8Array {
  refuseOutside(latent, sample.stored)
  const { matrix } = presenceMatrix(activeSource(project, sample, Uint32Array.of(latent)), sample)
  const present = new Uint8Array(sample.documents)
  for (const document of matrix.indices) present[document] = 1
  return Uint8Array.from(places, (document) => present[document]!)
}

/** The texts of another channel of the same rows; null without one. Throws Failure 'not-found' where a corpus lacks it. */
function textsBeside(
  project: ProjectReading,
  { subjects, subject, ordinal }: Sample,
  name: string | undefined,
): ((document: number) => string) | null {
  if (name === undefined) return null
  const channels = subjects.map(({ corpus }) => channelNamed(corpus, name).channel)
  return (document) => textOf(project.db, channels[subject[document]!]!, ordinal[document]!) ?? ''
}
