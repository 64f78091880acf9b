import { createHash } from 'node:crypto'
import { Failure } from '../../../contract/failure.ts'
import type { ActivationBlock } from '../numerics/activation-block.ts'
import { type BlockPlan, planBlocks } from './plan-blocks.ts'
import { readBlock, type Reading } from './read-block.ts'

/** What is kept of a reading, and how; the store's side. */
export type EncodingSink = {
  /** The first document not yet committed, and the number of blocks before it. */
  resume(): { readonly ordinal: number; readonly block: number }
  commit(block: number, read: ActivationBlock): void
  /** Examples, top tokens and what else is made once all is read; yields between steps. */
  finish():
    AsyncIterable<{ readonly done: number; readonly total: number }> | Iterable<{ readonly done: number; readonly total: number }>
}

export type ChannelTexts = {
  /** Characters of each document, by ordinal. */
  readonly lengths: Uint32Array
  /** Texts of documents `first` to `first + count - 1`; empty where the channel is. */
  read(first: number, count: number): readonly string[]
}

export type EncodingProgress = {
  readonly step: 'reading' | 'finishing'
  readonly documents: number
  readonly characters: number
  readonly tokens: number
  /** In steps of the finishing; 0 of 1 while reading. */
  readonly done: number
  readonly total: number
}

/**
 * Reads one channel of a corpus into the sink, from where an earlier run stopped.
 *
 * One block is read ahead while the one before is committed, so memory holds two blocks whatever the corpus' size.
 * Throws Failure 'cancelled' between blocks once `signal` is aborted; what was committed stays.
 */
export async function encodeChannel(
  reading: Reading,
  texts: ChannelTexts,
  sink: EncodingSink,
  tell: (progress: EncodingProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const resumed = sink.resume()
  const total = texts.lengths.length
  let characters = sum(texts.lengths, 0, resumed.ordinal)
  let documents = resumed.ordinal
  let tokens = 0
  let block = resumed.block
  const plans = planBlocks(texts.lengths, resumed.ordinal)
  let ahead = startNext(plans, reading, texts)
  while (ahead !== null) {
    stopIfCancelled(signal)
    const { plan, read } = ahead
    const activations = await read
    stopIfCancelled(signal)
    ahead = startNext(plans, reading, texts)
    sink.commit(block, activations)
    block += 1
    documents += plan.count
    characters += sum(texts.lengths, plan.first, plan.count)
    tokens += activations.tokenIds.length
    tell({ step: 'reading', documents, characters, tokens, done: documents, total })
  }
  for await (const step of sink.finish()) {
    stopIfCancelled(signal)
    tell({ step: 'finishing', documents, characters, tokens, ...step })
  }
}

/** Identity of an encoding: the documents read, the lens and the settings that decide every value. */
export function encodingIdentity(parts: {
  readonly documents: string
  readonly channel: string
  readonly lens: string
  readonly settings: unknown
}): string {
  return createHash('sha256')
    .update(JSON.stringify([parts.documents, parts.channel, parts.lens, parts.settings]))
    .digest('hex')
}

function startNext(
  plans: Generator<BlockPlan>,
  reading: Reading,
  texts: ChannelTexts,
): { plan: BlockPlan; read: Promise<ActivationBlock> } | null {
  const next = plans.next()
  if (next.done === true) return null
  const plan = next.value
  const read = readBlock(reading, plan.first, texts.read(plan.first, plan.count))
  // A failure is met where the block is awaited; until then it must not count as unhandled.
  read.catch(() => {})
  return { plan, read }
}

function sum(lengths: Uint32Array, first: number, count: number): number {
  let total = 0
  for (let at = first; at < first + count; at++) total += lengths[at] ?? 0
  return total
}

function stopIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure('cancelled', 'Reading was cancelled.', 'Start it again: it goes on where it stopped.')
}
