/** 2^32: how many ordinals a corpus, or a channel, has. */
const span = 4_294_967_296

/**
 * Row number of a corpus' document, or a channel's text, by its ordinal: `owner * 2^32 + ordinal`.
 *
 * Exact as a JavaScript number for owners below 2^21.
 */
export function rowNumber(owner: number, ordinal: number): number {
  return owner * span + ordinal
}

/** The last row number an owner can have. */
export function lastRowNumber(owner: number): number {
  return owner * span + (span - 1)
}
