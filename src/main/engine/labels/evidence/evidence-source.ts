/** Where a latent is active, [documents with activation above 0] each, documents ascending. */
export type Postings = {
  readonly documents: Uint32Array
  /** Pooled activations. */
  readonly maxima: Float32Array
  /** First token of the document that has the maximum. */
  readonly positions: Uint32Array
}

/** A document as it was read. Spans are UTF-16 offsets in its text, end exclusive, ascending; [tokens] each. */
export type DocumentReading = {
  readonly text: string
  readonly tokenIds: ArrayLike<number>
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Of the latent asked for, 0 where it is not active. */
  readonly activations: Float32Array
}

/** What evidence is drawn from. Documents of all corpora and channels that take part are numbered in one row, from 0. */
export type EvidenceSource = {
  readonly documents: number
  /** [documents], a number below `documents` that all documents share which must not be parted: near-duplicates, or units. */
  readonly groups: Uint32Array
  /** [documents], from `splitDocuments`: the same for all of a group. */
  readonly sets: Uint8Array
  postings(latent: number): Postings
  /** The latent is present where its pooled activation is above this. */
  threshold(latent: number): number
  read(document: number, latent: number): DocumentReading
  /** Ids of the tokens the latent is most active on, the first the most. */
  topTokens(latent: number): ArrayLike<number>
  /** Latents by falling cosine of their decoder directions, without the latent itself. */
  neighbours(latent: number): ArrayLike<number>
  /** Documents that may hold a token, in any order, some in vain; null where nothing tells: then documents are tried at random. */
  documentsWith(token: number): ArrayLike<number> | null
}
