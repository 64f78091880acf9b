import type { InferenceSession } from '../inference/inference-client.ts'
import type { ActivationBlock } from '../numerics/activation-block.ts'
import type { Tokenization } from '../reader/tokenizer.ts'
import { splitWindows } from '../reader/windows.ts'
import { type Batch, planBatches } from './plan-batches.ts'

/** What reading needs of a lens, opened once. */
export type Reading = {
  readonly session: InferenceSession
  tokenize(text: string): Tokenization
  /** Tokens of the reader's context, the beginning-of-sequence token included. */
  readonly contextSize: number
  /** The beginning-of-sequence token before each window; null where the SAE was trained without. */
  readonly before: number | null
  /** What a padded position holds; the attention mask hides it. */
  readonly padding: number
}

/**
 * Reads documents into one block.
 *
 * All batches are handed to the session at once, so it stays busy while the caller commits the block before this one.
 * Throws what the session throws; a failed batch fails the block.
 */
export async function readBlock(reading: Reading, firstOrdinal: number, texts: readonly string[]): Promise<ActivationBlock> {
  const tokenizations = texts.map((text) => reading.tokenize(text))
  const tokenStarts = new Uint32Array(texts.length + 1)
  tokenizations.forEach((each, at) => (tokenStarts[at + 1] = (tokenStarts[at] ?? 0) + each.ids.length))
  const tokens = tokenStarts[texts.length] ?? 0
  const tokenIds = new Int32Array(tokens)
  const starts = new Int32Array(tokens)
  const ends = new Int32Array(tokens)
  tokenizations.forEach((each, at) => {
    tokenIds.set(each.ids, tokenStarts[at])
    starts.set(each.starts, tokenStarts[at])
    ends.set(each.ends, tokenStarts[at])
  })

  const lead = reading.before === null ? 0 : 1
  const rows = tokenizations.flatMap((each, document) =>
    splitWindows(each.ids.length, reading.contextSize, lead === 1).map(({ from, to }) => ({ document, from, length: to - from })),
  )
  const batches = planBatches(rows, lead)
  const answers = await Promise.all(batches.map((batch) => runBatch(reading, batch, tokenizations)))

  const nonzeros = answers.reduce((sum, answer) => sum + answer.value.length, 0)
  const activationToken = new Uint32Array(nonzeros)
  const activationLatent = new Uint32Array(nonzeros)
  const activationValue = new Float32Array(nonzeros)
  let filled = 0
  answers.forEach((answer, at) => {
    const batch = batches[at]
    if (batch === undefined) return
    const sequence = batch.longest + lead
    // Position 0 of a row, shifted so that the first real token lands on its place in the block.
    const origins = batch.rows.map((row) => (tokenStarts[row.document] ?? 0) + row.from - lead)
    for (let entry = 0; entry < answer.token.length; entry++) {
      const flat = answer.token[entry] ?? 0
      const row = (flat / sequence) | 0
      activationToken[filled + entry] = (origins[row] ?? 0) + flat - row * sequence
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

function runBatch(reading: Reading, batch: Batch, tokenizations: readonly Tokenization[]): ReturnType<InferenceSession['run']> {
  const lead = reading.before === null ? 0 : 1
  const sequence = batch.longest + lead
  const ids = new Int32Array(batch.rows.length * sequence).fill(reading.padding)
  const lengths = new Int32Array(batch.rows.length)
  batch.rows.forEach((row, at) => {
    const origin = at * sequence
    if (reading.before !== null) ids[origin] = reading.before
    const tokens = tokenizations[row.document]?.ids.subarray(row.from, row.from + row.length)
    if (tokens !== undefined) ids.set(tokens, origin + lead)
    lengths[at] = row.length + lead
  })
  return reading.session.run({ ids, lengths, rows: batch.rows.length, sequence })
}
