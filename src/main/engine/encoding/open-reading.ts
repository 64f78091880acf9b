import { Failure } from '../../../contract/failure.ts'
import { InferenceSession, type NotOpened, type StartOptions, tryInference } from '../inference/inference-client.ts'
import type { StartProcess } from '../inference/process-port.ts'
import type { Lens } from '../lens/lens.ts'
import { type InferenceOptions, inferenceModelOf } from '../lens/inference-model-of.ts'
import { type FrameTokens, frameTokens, tokenizeFramed } from '../reader/chat/framed-document.ts'
import { openTokenizer } from '../reader/tokenizer.ts'
import type { Reading } from './read-block.ts'

/** Tokens of a document that a message must leave room for: of fewer, little could be understood. */
const leastRoom = 32

/**
 * Starts the inference process with a lens, on the device said. The session is the caller's to close. Throws Failures 'lens-invalid',
 * 'inference-failed', and 'unsupported' where documents cannot be read as the lens says.
 */
export async function readingOf(lens: Lens, options: InferenceOptions, startProcess: StartProcess): Promise<Reading> {
  const reading = await tryReading(lens, options, startProcess)
  if ('session' in reading) return reading
  throw reading.failure
}

/** As `readingOf`, for a device that may not work: says why in place of throwing 'inference-failed'. */
export async function tryReading(
  lens: Lens,
  options: InferenceOptions,
  startProcess: StartProcess,
  start: StartOptions = {},
): Promise<Reading | NotOpened> {
  const [tokenizer, frame] = await Promise.all([openTokenizer(lens.tokenizerFiles), lens.frame()])
  const { outer } = lens.documents
  const around = frameTokens(tokenizer, frame, outer)
  refuseFull(lens, around)
  const session = await tryInference(startProcess, await inferenceModelOf(lens, options), start)
  if (!(session instanceof InferenceSession)) return session
  return {
    session,
    deviceReason: 'chosen',
    tokenize: (text) => tokenizeFramed(tokenizer, frame, text, outer),
    around,
    contextSize: lens.contextSize,
    padding: tokenizer.bos ?? 0,
  }
}

function refuseFull({ name, contextSize, documents }: Lens, { lead, trail }: FrameTokens): void {
  const taken = lead.length + trail.length
  if (contextSize - taken >= (documents.as === 'raw' ? 1 : leastRoom)) return
  throw new Failure(
    'unsupported',
    `Of the ${contextSize} tokens that ${name} reads at once, ${taken} stand around the document: too few are left for its text.`,
    documents.as === 'raw'
      ? 'Set a larger "contextSize" in lens.json.'
      : 'Read the documents as raw text, or with a larger "contextSize".',
  )
}
