import type { ActivationBlock } from '../../numerics/activation-block.ts'
import { partitionRuns } from '../../numerics/partition-runs.ts'
import type { RunRange } from '../../numerics/partition-runs.ts'
import { poolBlock } from '../../numerics/pool-block.ts'
import type { PooledBlock } from '../../numerics/pool-block.ts'
import { sortByLatent } from '../../numerics/sort-by-latent.ts'
import type { LatentRuns } from '../../numerics/sort-by-latent.ts'
import { packRuns } from './pack-runs.ts'
import { levelOf, levelsPerUnit } from './quantise.ts'

/** A part holds consecutive latents until it has at least so many entries: about 120 kB packed, a third of a millisecond to unpack. */
const partEntries = 65_536

export type LatentPart = { readonly firstLatent: number; readonly lastLatent: number; readonly bytes: Buffer }

/** The blobs of one block, ready to be stored. */
export type PackedBlock = {
  readonly parts: readonly LatentPart[]
  readonly tokens: Buffer
  readonly pooled: Buffer
  /** Kept until the block's segment is folded. */
  readonly stagedPools: Buffer
  readonly stagedValues: readonly LatentPart[]
}

/** Sorts, pools, counts, quantises and compresses a block; touches no store, so it may run on any thread. */
export function packBlock(block: ActivationBlock, dSae: number): PackedBlock {
  const runs = sortByLatent(block, dSae)
  const pools = poolBlock(runs, block.tokenStarts)
  const ranges = partitionRuns(runs.starts, partEntries)
  return {
    parts: ranges.map((range) => toPart(runs, range, packActivations(runs, range))),
    tokens: packTokens(block),
    pooled: packPools(pools, [
      { kind: 'ascending', values: pools.latents },
      { kind: 'float32', values: pools.maxima },
    ]),
    stagedPools: packPools(pools, [
      { kind: 'varint', values: pools.tokensActive },
      { kind: 'varint', values: pools.positions },
    ]),
    stagedValues: ranges.map((range) => toPart(runs, range, packValues(runs, range))),
  }
}

function toPart({ latents }: LatentRuns, { first, end }: RunRange, bytes: Buffer): LatentPart {
  return { firstLatent: latents[first]!, lastLatent: latents[end - 1]!, bytes }
}

/** Per latent the tokens and, in 255ths of its maximum in the block, the activations. */
function packActivations(runs: LatentRuns, { first, end }: RunRange): Buffer {
  const starts = runs.starts.subarray(first, end + 1)
  const from = starts[0]!
  const tokens = runs.tokens.subarray(from, starts[end - first]!)
  const levels = new Uint8Array(tokens.length)
  const scales = new Float32Array(end - first)
  for (let run = 0; run < scales.length; run++) {
    const end = starts[run + 1]!
    let scale = 0
    for (let entry = starts[run]!; entry < end; entry++) if (runs.values[entry]! > scale) scale = runs.values[entry]!
    scales[run] = scale
    const perUnit = levelsPerUnit(scale)
    for (let entry = starts[run]!; entry < end; entry++) levels[entry - from] = levelOf(runs.values[entry]!, perUnit)
  }
  return packRuns({
    keys: runs.latents.subarray(first, end),
    starts: starts.map((start) => start - from),
    scales,
    columns: [
      { kind: 'ascending', values: tokens },
      { kind: 'byte', values: levels },
    ],
  })
}

/** The activations of a part as they are, 32-bit, entry by entry. */
function packValues({ latents, starts, values }: LatentRuns, { first, end }: RunRange): Buffer {
  return packRuns({
    keys: latents.subarray(first, end),
    starts: starts.subarray(first, end + 1),
    columns: [{ kind: 'float32', values }],
  })
}

function packPools({ starts }: PooledBlock, columns: Parameters<typeof packRuns>[0]['columns']): Buffer {
  return packRuns({ keys: firstNumbers(starts.length - 1), starts, columns })
}

/** Per document its token ids, and their characters as the gap to the token before and a length. */
function packTokens({ tokenStarts, tokenIds, starts, ends }: ActivationBlock): Buffer {
  const gaps = new Int32Array(tokenIds.length)
  const lengths = new Uint32Array(tokenIds.length)
  for (let document = 0; document + 1 < tokenStarts.length; document++) {
    let behind = 0
    for (let token = tokenStarts[document]!; token < tokenStarts[document + 1]!; token++) {
      gaps[token] = starts[token]! - behind
      behind = ends[token]!
      if (behind < starts[token]!) throw new Error(`token ${token} ends at ${behind}, before it starts`)
      lengths[token] = behind - starts[token]!
    }
  }
  return packRuns({
    keys: firstNumbers(tokenStarts.length - 1),
    starts: tokenStarts,
    columns: [
      { kind: 'varint', values: Uint32Array.from(tokenIds) },
      { kind: 'zigzag', values: gaps },
      { kind: 'varint', values: lengths },
    ],
  })
}

function firstNumbers(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, number) => number)
}
