import type { ActivationBlock } from '../../numerics/activation-block.ts'
import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { write } from '../write.ts'
import { readProgress, segmentBlocks } from './activation-progress.ts'
import type { ActivationProgress } from './activation-progress.ts'
import { foldSegment } from './fold-segment.ts'
import { packBlock } from './pack-block.ts'
import type { PackedBlock } from './pack-block.ts'

/**
 * Stores one block in one transaction; after the last block of a segment the segment is folded in another.
 *
 * Blocks come in order, from `resumePoint` on. `thresholds` are the lens's, [dSae]: a latent is present in a document whose maximum is above.
 * `packed`, where another thread made it already, is `packBlock` of this block.
 */
export function commitBlock(
  db: Connection,
  encoding: number,
  blockIndex: number,
  block: ActivationBlock,
  thresholds: Float32Array,
  packed: PackedBlock = packBlock(block, thresholds.length),
): void {
  const progress = readProgress(db, encoding)
  checkOrder(progress, blockIndex, block, thresholds.length)
  if (progress !== null) foldFullSegments(db, encoding, progress, thresholds)
  write(db, () => storeBlock(db, encoding, blockIndex, block, packed, thresholds.length))
  if ((blockIndex + 1) % segmentBlocks === 0) foldSegment(db, encoding, (blockIndex + 1) / segmentBlocks - 1, thresholds)
}

/** Folds what a kill between a block and its segment left. */
function foldFullSegments(db: Connection, encoding: number, progress: ActivationProgress, thresholds: Float32Array): void {
  for (let segment = progress.segments; (segment + 1) * segmentBlocks <= progress.blocks; segment++) {
    foldSegment(db, encoding, segment, thresholds)
  }
}

function checkOrder(progress: ActivationProgress | null, blockIndex: number, block: ActivationBlock, dSae: number): void {
  const due = progress ?? { blocks: 0, documents: 0, segments: 0, finished: false, dSae }
  if (due.finished) throw new Error(`block ${blockIndex} of an encoding that is finished`)
  if (due.segments * segmentBlocks > due.blocks) throw new Error(`block ${blockIndex} of an encoding that is being finished`)
  if (blockIndex !== due.blocks) throw new Error(`block ${blockIndex} where ${due.blocks} was due`)
  if (block.firstOrdinal !== due.documents)
    throw new Error(`a block from document ${block.firstOrdinal} where ${due.documents} was due`)
  if (dSae !== due.dSae) throw new Error(`${dSae} latents in an encoding of ${due.dSae}`)
}

function storeBlock(
  db: Connection,
  encoding: number,
  blockIndex: number,
  block: ActivationBlock,
  packed: PackedBlock,
  dSae: number,
): void {
  const { firstOrdinal, documentCount, tokenStarts, tokenIds, activationToken } = block
  prepare(
    db,
    `INSERT INTO activation_progress (encoding, d_sae, blocks, documents, tokens, nonzeros, segments, finished_latents, finished)
     VALUES (?, ?, 1, ?, ?, ?, 0, 0, 0)
     ON CONFLICT (encoding) DO UPDATE SET blocks = blocks + 1, documents = documents + excluded.documents,
       tokens = tokens + excluded.tokens, nonzeros = nonzeros + excluded.nonzeros`,
  ).run(encoding, dSae, documentCount, tokenIds.length, activationToken.length)
  prepare(
    db,
    `INSERT INTO activation_blocks (encoding, block, first_ordinal, documents, tokens, nonzeros, token_starts)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(encoding, blockIndex, firstOrdinal, documentCount, tokenIds.length, activationToken.length, bytesOfNumbers(tokenStarts))
  for (const table of ['activation_parts', 'staged_values'] as const) {
    const insert = prepare(db, `INSERT INTO ${table} (encoding, block, first_latent, last_latent, bytes) VALUES (?, ?, ?, ?, ?)`)
    const parts = table === 'activation_parts' ? packed.parts : packed.stagedValues
    for (const { firstLatent, lastLatent, bytes } of parts) insert.run(encoding, blockIndex, firstLatent, lastLatent, bytes)
  }
  prepare(db, 'INSERT INTO token_blocks (encoding, block, bytes) VALUES (?, ?, ?)').run(encoding, blockIndex, packed.tokens)
  prepare(db, 'INSERT INTO pooled_blocks (encoding, block, bytes) VALUES (?, ?, ?)').run(encoding, blockIndex, packed.pooled)
  prepare(db, 'INSERT INTO staged_pools (encoding, block, bytes) VALUES (?, ?, ?)').run(encoding, blockIndex, packed.stagedPools)
}

function bytesOfNumbers(numbers: Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}
