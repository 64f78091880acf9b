/**
 * What reading some documents of one corpus channel, in corpus order, produced.
 *
 * Special and template tokens are not in it; documents may have no tokens. Entries come in any order, at most one per token and latent.
 */
export type ActivationBlock = {
  /** Ordinal of the first document in its corpus. */
  readonly firstOrdinal: number
  readonly documentCount: number
  /** [documentCount + 1], prefix sums into the block's tokens. */
  readonly tokenStarts: Uint32Array
  /** [tokens] */
  readonly tokenIds: Int32Array
  /** [tokens], UTF-16 offsets in the document's text, end exclusive. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** [nonzeros], token index in the block. */
  readonly activationToken: Uint32Array
  /** [nonzeros], 0..dSae-1. */
  readonly activationLatent: Uint32Array
  /** [nonzeros], above 0, finite. */
  readonly activationValue: Float32Array
}
