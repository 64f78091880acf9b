import type { InferenceSession } from '../inference/inference-client.ts'
import type { ActivationBlock } from '../numerics/activation-block.ts'
import type { FramedDocument, FrameTokens } from '../reader/chat/framed-document.ts'
import { type Batch, planBatches } from './plan-batches.ts'
import { type WindowRow, windowRows } from './window-rows.ts'

/** What reading needs of a lens, opened once. */
export type Reading = {
  readonly session: InferenceSession
  /** Why on the session's device, in words. */
  readonly deviceReason: string
  /** Cuts a document into tokens, in the frame that the lens gives it. */
  tokenize(text: string): FramedDocument
  /** What stands around a window of a long document, but at its two ends. */
  readonly around: FrameTokens
  /** Tokens of the reader's context, all that stands around a document included. */
  readonly contextSize: number
  /** What a padded position holds; the attention mask hides it. */
  readonly padding: number
}

/**
 * Reads documents into one block: their own tokens, without what stands around them.
 *
 * All batches are handed to the session at once, so it stays busy while the caller commits the block before this one.
 * Throws what the session throws; a failed batch fails the block.
 */
export async function readBlock(reading: Reading, firstOrdinal: number, texts: readonly string[]): Promise<ActivationBlock> {
  const framed = texts.map((text) => reading.tokenize(text))
  const tokenStarts = new Uint32Array(texts.length + 1)
  framed.forEach(({ document }, at) => (tokenStarts[at + 1] = (tokenStarts[at] ?? 0) + document.ids.length))
  const tokens = tokenStarts[texts.length] ?? 0
  const tokenIds = new Int32Array(tokens)
  const starts = new Int32Array(tokens)
  const ends = new Int32Array(tokens)
  framed.forEach(({ document }, at) => {
    tokenIds.set(document.ids, tokenStarts[at])
    starts.set(document.starts, tokenStarts[at])
    ends.set(document.ends, tokenStarts[at])
  })

  const rows = framed.flatMap((each, ordinal) => windowRows(each, ordinal, reading.around, reading.contextSize))
  const batches = planBatches(rows)
  const answers = await Promise.all(batches.map((batch) => runBatch(reading, batch)))

  const nonzeros = answers.reduce((sum, answer) => sum + answer.value.length, 0)
  const activationToken = new Uint32Array(nonzeros)
  const activationLatent = new Uint32Array(nonzeros)
  const activationValue = new Float32Array(nonzeros)
  let filled = 0
  answers.forEach((answer, at) => {
    const batch = batches[at]
    if (batch === undefined) return
    // Position 0 of a row, shifted so that the first token of the document lands on its place in the block.
    const origins = batch.rows.map((row) => (tokenStarts[row.document] ?? 0) + row.from - row.lead.length)
    for (let entry = 0; entry < answer.token.length; entry++) {
      const flat = answer.token[entry] ?? 0
      const row = (flat / batch.longest) | 0
      activationToken[filled + entry] = (origins[row] ?? 0) + flat - row * batch.longest
    }
    activationLatent.set(answer.latent, filled)
    activationValue.set(answer.value, filled)
    filled += answer.value.length
  })
  return {
    firstOrdinal,
    documentCount: texts.length,
    tokenStarts,
    tokenIds,
    starts,
    ends,
    activationToken,
    activationLatent,
    activationValue,
  }
}

function runBatch(reading: Reading, { rows, longest }: Batch<WindowRow>): ReturnType<InferenceSession['run']> {
  const ids = new Int32Array(rows.length * longest).fill(reading.padding)
  const reported = { from: new Int32Array(rows.length), to: new Int32Array(rows.length) }
  rows.forEach(({ lead, tokens, trail }, row) => {
    const [from, to] = [lead.length, lead.length + tokens.length]
    const origin = row * longest
    ids.set(lead, origin)
    ids.set(tokens, origin + from)
    ids.set(trail, origin + to)
    reported.from[row] = from
    reported.to[row] = to
  })
  const lengths = Int32Array.from(rows, (row) => row.length)
  return reading.session.run({ ids, lengths, reported, rows: rows.length, sequence: longest })
}
