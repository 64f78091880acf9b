import type { LatentRuns } from './sort-by-latent.ts'

/** Per document its active latents. Entries of document d are `starts[d]` to `starts[d + 1]`. */
export type PooledBlock = {
  /** [documents + 1] */
  readonly starts: Uint32Array
  /** [pooled], ascending within a document. */
  readonly latents: Uint32Array
  /** [pooled], the largest activation on the document's tokens. */
  readonly maxima: Float32Array
  /** [pooled], tokens of the document with activation above 0. */
  readonly tokensActive: Uint32Array
  /** [pooled], first token of the document that has the maximum. */
  readonly positions: Uint32Array
}

/** Max-pools a block's activations over each document's tokens. `tokenStarts` is [documents + 1]. */
export function poolBlock(runs: LatentRuns, tokenStarts: Uint32Array): PooledBlock {
  const documentOf = documentsOfTokens(tokenStarts)
  const starts = countPooled(runs, documentOf, tokenStarts.length - 1)
  const pooled = starts[tokenStarts.length - 1]!
  const latents = new Uint32Array(pooled)
  const maxima = new Float32Array(pooled)
  const tokensActive = new Uint32Array(pooled)
  const positions = new Uint32Array(pooled)
  const cursors = starts.slice()
  for (let run = 0; run < runs.latents.length; run++) {
    let document = -1
    let at = -1
    for (let entry = runs.starts[run]!; entry < runs.starts[run + 1]!; entry++) {
      const token = runs.tokens[entry]!
      const value = runs.values[entry]!
      if (documentOf[token]! !== document) {
        document = documentOf[token]!
        at = cursors[document]!++
        latents[at] = runs.latents[run]!
      }
      tokensActive[at]!++
      if (value > maxima[at]!) {
        maxima[at] = value
        positions[at] = token - tokenStarts[document]!
      }
    }
  }
  return { starts, latents, maxima, tokensActive, positions }
}

function documentsOfTokens(tokenStarts: Uint32Array): Uint32Array {
  const documentOf = new Uint32Array(tokenStarts[tokenStarts.length - 1]!)
  for (let document = 0; document + 1 < tokenStarts.length; document++) {
    documentOf.fill(document, tokenStarts[document]!, tokenStarts[document + 1]!)
  }
  return documentOf
}

/** Prefix sums of how many latents are active in each document, [documents + 1]. */
function countPooled(runs: LatentRuns, documentOf: Uint32Array, documents: number): Uint32Array {
  const starts = new Uint32Array(documents + 1)
  for (let run = 0; run < runs.latents.length; run++) {
    let previous = -1
    for (let entry = runs.starts[run]!; entry < runs.starts[run + 1]!; entry++) {
      const document = documentOf[runs.tokens[entry]!]!
      if (document !== previous) starts[document + 1]!++
      previous = document
    }
  }
  for (let document = 0; document < documents; document++) starts[document + 1]! += starts[document]!
  return starts
}
