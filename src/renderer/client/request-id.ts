/** An id for one act of the user, so that sending it twice does it once. Unlike randomUUID, also on a page without a secure context. */
export function newRequestId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-')
}
