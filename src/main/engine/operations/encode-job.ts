import { createHash } from 'node:crypto'
import type { z } from 'zod'
import {
  type encodeInput,
  type EncodingSummary,
  type Precision,
  type PrecisionAgreement,
  precisions,
} from '../../../contract/corpora.ts'
import { Failure } from '../../../contract/failure.ts'
import { encodeChannel, encodingIdentity } from '../encoding/encode-channel.ts'
import { type DeviceChoice, deviceChoices } from '../inference/inference-model.ts'
import type { JobControl } from '../jobs/job-queue.ts'
import type { Lens } from '../lens/lens.ts'
import { readProgress, resumePoint } from '../store/activations/activation-progress.ts'
import { commitBlock } from '../store/activations/commit-block.ts'
import { finishEncoding as finishActivations } from '../store/activations/finish-encoding.ts'
import { contentHashes } from '../store/content-hashes.ts'
import { listCorpora, type StoredChannel, type StoredCorpus } from '../store/corpora.ts'
import { textsFrom } from '../store/documents.ts'
import { beginEncoding, finishEncoding, listEncodings, recordEncodingCounts, type StoredEncoding } from '../store/encodings.ts'
import { recordLens, type StoredLens } from '../store/lenses.ts'
import { textBytes } from '../store/text-bytes.ts'
import { write } from '../store/write.ts'
import { encodingSummaries } from './corpus-list.ts'
import { readingSettings } from './encoding-settings.ts'
import { adoptLensLabels } from './label-operations.ts'
import { lensToReadWith } from './lens-files.ts'
import { measureAgreement } from './measure-agreement.ts'
import type { ProjectWriting } from './project-writing.ts'
import { channelNamed, corpusNamed } from './subjects.ts'

type Request = z.output<typeof encodeInput>

/** Reads every corpus and channel asked for; what was read before is left, what was broken off goes on. */
export async function runEncode(
  project: ProjectWriting,
  request: Request,
  control: JobControl,
): Promise<readonly EncodingSummary[]> {
  const precision = precisionNamed(request.precision ?? 'float32')
  const device = deviceFor(precision, deviceNamed(request.device ?? 'auto'))
  const lens = await lensToReadWith(project, request.lens)
  const corpora =
    request.corpora?.map((name) => corpusNamed(project, name)) ?? listCorpora(project.db).filter((each) => each.state === 'ready')
  if (corpora.length === 0)
    throw new Failure('not-found', 'There is nothing to read: no corpus was imported.', 'Import first: etalon import <project>.')
  const { name, hash, title, folder, dSae, hook, description, license, contextSize, documents } = lens
  const stored = recordLens(project.db, {
    name,
    hash,
    title,
    folder,
    dSae,
    hook,
    manifest: { description, license, contextSize, documents },
  })
  await adoptLensLabels(project, stored, () => lens.labels())
  const read = new Set<string>()
  for (const corpus of corpora) {
    for (const channel of request.channel === undefined ? corpus.channels : [channelNamed(corpus, request.channel)]) {
      if (control.signal.aborted)
        throw new Failure('cancelled', 'Reading was cancelled.', 'Start it again: it goes on where it stopped.')
      await encodeOne(project, { corpus, channel, lens, stored, device, precision }, control)
      read.add(`${corpus.name} ${channel.name}`)
    }
  }
  return encodingSummaries(project).filter(
    (each) => each.lensHash === hash && each.precision === precision && read.has(`${each.corpus} ${each.channel}`),
  )
}

function deviceNamed(name: string): DeviceChoice {
  const device = deviceChoices.find((each) => each === name)
  if (device === undefined)
    throw new Failure('bad-input', `There is no device "${name}".`, `There are: ${deviceChoices.join(', ')}.`)
  return device
}

function precisionNamed(name: string): Precision {
  const precision = precisions.find((each) => each === name)
  if (precision === undefined)
    throw new Failure('bad-input', `There is no precision "${name}".`, `There are: ${precisions.join(', ')}.`)
  return precision
}

/** The runtime multiplies bytes only on the processor. */
function deviceFor(precision: Precision, device: DeviceChoice): DeviceChoice {
  if (precision === 'float32' || device === 'cpu') return device
  if (device === 'auto') return 'cpu'
  throw new Failure('bad-input', `int8 is read on the processor, not on ${device}.`, 'Leave out --device, or read in float32.')
}

type Work = {
  readonly corpus: StoredCorpus
  readonly channel: StoredChannel
  readonly lens: Lens
  readonly stored: StoredLens
  readonly device: DeviceChoice
  readonly precision: Precision
}

async function encodeOne(
  project: ProjectWriting,
  { corpus, channel, lens, stored, device, precision }: Work,
  control: JobControl,
): Promise<void> {
  const { db } = project
  const settings = readingSettings(lens, precision)
  const documents = createHash('sha256')
  for (const hash of contentHashes(db, corpus.corpus)) documents.update(hash)
  const identity = encodingIdentity({
    documents: `${corpus.corpus} ${documents.digest('hex')}`,
    channel: channel.name,
    lens: lens.hash,
    settings,
  })
  const before = listEncodings(db, corpus.corpus).find((each) => each.identity === identity)
  if (before?.state === 'ready') return
  const lengths = textBytes(db, channel.channel, corpus.documents)
  const what = `${corpus.name}${corpus.channels.length > 1 ? ` (${channel.name})` : ''}`
  const agreement = before === undefined && precision === 'int8' ? { agreement: await measured() } : {}
  const reading = await project.reading(lens, device, precision)
  const encoding =
    before ??
    beginEncoding(db, {
      corpus: corpus.corpus,
      channel: channel.channel,
      lens: stored.lens,
      identity,
      settings: { ...settings, ...agreement },
      device: reading.session.device,
    })
  project.changed('encodings')

  const totalBytes = lengths.reduce((sum, each) => sum + each, 0)
  const clock = stopwatch(encoding)
  await encodeChannel(
    reading,
    { lengths, read: (first, count) => textsFrom(db, channel.channel, first, count) },
    {
      resume: () => resumePoint(db, encoding.encoding),
      commit(block, activations) {
        write(db, () => {
          commitBlock(db, encoding.encoding, block, activations, lens.thresholds)
          recordEncodingCounts(db, encoding.encoding, countsOf(project, encoding, clock()))
        })
      },
      finish: () => finishActivations(db, encoding.encoding, lens.thresholds),
    },
    (now) => {
      if (now.step === 'reading') {
        control.progress({
          doing: `Reading ${what}`,
          done: now.documents,
          total: corpus.documents,
          unit: 'documents',
          weight: { done: now.characters, total: totalBytes },
        })
      } else control.progress({ doing: `Gathering examples of ${what}`, done: now.done, total: now.total, unit: 'steps' })
    },
    control.signal,
  )
  finishEncoding(db, encoding.encoding, countsOf(project, encoding, clock()))
  project.changed('encodings')

  function measured(): Promise<PrecisionAgreement> {
    control.progress({ doing: `Comparing int8 with float32 on ${what}`, done: 0, total: null, unit: 'tokens' })
    const texts = { lengths, read: (ordinal: number) => textsFrom(db, channel.channel, ordinal, 1)[0] ?? '' }
    return measureAgreement(lens, texts, (each) => project.reading(lens, device, each))
  }
}

function countsOf(
  project: ProjectWriting,
  encoding: StoredEncoding,
  seconds: number,
): { documents: number; tokens: number; nonzeros: number; seconds: number } {
  const { documents, tokens, nonzeros } = readProgress(project.db, encoding.encoding) ?? { documents: 0, tokens: 0, nonzeros: 0 }
  return { documents, tokens, nonzeros, seconds }
}

/** Seconds spent on an encoding, those before it was broken off included. */
function stopwatch(encoding: StoredEncoding): () => number {
  const start = performance.now()
  return () => encoding.seconds + (performance.now() - start) / 1000
}
