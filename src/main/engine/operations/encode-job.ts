import { createHash } from 'node:crypto'
import type { z } from 'zod'
import {
  bytePrecisions,
  type encodeInput,
  type EncodingSummary,
  type Precision,
  type PrecisionAgreement,
  precisions,
} from '../../../contract/corpora.ts'
import { type DeviceChoice, deviceChoices } from '../../../contract/device-names.ts'
import { Failure } from '../../../contract/failure.ts'
import { checkPrecision, deviceTitles } from '../devices/known-devices.ts'
import { deviceMemory } from '../devices/read-on-device.ts'
import { encodeChannel, encodingIdentity } from '../encoding/encode-channel.ts'
import type { Reading } from '../encoding/read-block.ts'
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

/** Of fewer, the start weighs too much to say how fast a lens reads. */
const tokensToTell = 2000

/** Reads every corpus and channel asked for; what was read before is left, what was broken off goes on. */
export async function runEncode(
  project: ProjectWriting,
  request: Request,
  control: JobControl,
): Promise<readonly EncodingSummary[]> {
  const precision = precisionNamed(request.precision ?? 'float32')
  const device = deviceNamed(request.device ?? 'auto')
  checkPrecision(precision, device)
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
      await encodeOne(project, { corpus, channel, lens, stored, device, precision, request }, control)
      read.add(`${corpus.name} ${channel.name}`)
    }
  }
  return encodingSummaries(project).filter(
    (each) => each.lensHash === hash && each.precision === precision && read.has(`${each.corpus} ${each.channel}`),
  )
}

export function deviceNamed(name: string): DeviceChoice {
  const device = deviceChoices.find((each) => each === name)
  if (device === undefined)
    throw new Failure('bad-input', `There is no device "${name}".`, `There are: ${deviceChoices.join(', ')}.`)
  return device
}

export function precisionNamed(name: string): Precision {
  const precision = precisions.find((each) => each === name)
  if (precision === undefined)
    throw new Failure('bad-input', `There is no precision "${name}".`, `There are: ${precisions.join(', ')}.`)
  return precision
}

type Work = {
  readonly corpus: StoredCorpus
  readonly channel: StoredChannel
  readonly lens: Lens
  readonly stored: StoredLens
  readonly device: DeviceChoice
  readonly precision: Precision
  readonly request: Request
}

async function encodeOne(
  project: ProjectWriting,
  { corpus, channel, lens, stored, device, precision, request }: Work,
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
  const agreement = before === undefined && precision !== 'float32' ? { agreement: await measured() } : {}
  const reading = await open(precision)
  const encoding =
    before ??
    beginEncoding(db, {
      corpus: corpus.corpus,
      channel: channel.channel,
      lens: stored.lens,
      identity,
      settings: { ...settings, ...agreement, deviceReason: reading.deviceReason },
      device: reading.session.device,
    })
  project.changed('encodings')
  control.note(`${what}: read on ${deviceTitles[reading.session.device]} in ${precision}: ${reading.deviceReason}`)

  const totalBytes = lengths.reduce((sum, each) => sum + each, 0)
  const clock = stopwatch(encoding)
  await encodeChannel(
    reading,
    { lengths, read: (first, count) => textsFrom(db, channel.channel, first, count) },
    {
      resume: () => resumePoint(db, encoding.encoding),
      commit(block, activations) {
        control.note(`${what}: block ${block + 1}, ${activations.tokenIds.length} tokens`)
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
  const counts = countsOf(project, encoding, clock())
  finishEncoding(db, encoding.encoding, counts)
  if (counts.tokens >= tokensToTell) {
    const { session } = reading
    const speed = { device: session.device, precision, lensHash: lens.hash, threads: request.threads ?? null, trial: false }
    await deviceMemory(project.place.home).keepSpeed({ ...speed, tokens: counts.tokens, seconds: counts.seconds })
  }
  project.changed('encodings')

  function measured(): Promise<PrecisionAgreement> {
    control.progress({ doing: `Comparing ${precision} with float32 on ${what}`, done: 0, total: null, unit: 'tokens' })
    const texts = { lengths, read: (ordinal: number) => textsFrom(db, channel.channel, ordinal, 1)[0] ?? '' }
    return measureAgreement(lens, texts, open, precision)
  }

  /** What a precision is held against is read on the best device for it, or on the processor where this one is for processors. */
  function open(each: Precision): Promise<Reading> {
    const on = each === precision ? device : bytePrecisions.includes(precision) ? 'cpu' : 'auto'
    const told = (doing: string) => control.progress({ doing, done: 0, total: null, unit: 'tokens' })
    return project.reading(lens, { device: on, precision: each, threads: request.threads ?? null }, told)
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
