import { drawActivating } from './draw-activating.ts'
import { drawAbsent, drawSilent } from './draw-silent.ts'
import { beginDrawing, type Drawing, type DrawingRequest, renewPatience } from './drawing.ts'
import type { EvidenceSource } from './evidence-source.ts'
import type { Passage, PassageWindow } from './passage.ts'
import type { EvidenceSet } from './split-documents.ts'

export type EvidenceRequest = DrawingRequest & {
  /** Activating passages wanted. */
  readonly activating?: number
  /** Of the activating ones, how many are simply the strongest; the others come from all levels alike. */
  readonly strongest?: number
  /** Passages without activation wanted; half of them hard. */
  readonly silent?: number
  readonly window?: PassageWindow
}

export type LabelEvidence = {
  readonly latent: number
  readonly set: EvidenceSet
  /** The largest pooled activation in any document. */
  readonly maximum: number
  /** The strongest first. */
  readonly activating: readonly Passage[]
  /** In random order. */
  readonly silent: readonly Passage[]
  /** Every document shown, ascending, each once. */
  readonly documents: Uint32Array
  /** How many were wanting. Hard ones that are short were replaced by random ones. */
  readonly short: { readonly activating: number; readonly silent: number; readonly hard: number }
}

export const defaultWindow: PassageWindow = { before: 24, after: 12 }

/**
 * Draws passages that show when a latent is active and when it is not: by default ten activating ones from all levels of activation and
 * ten without, half of those hard (a top token of the latent is there without it, or a latent of like direction is).
 *
 * All from one set of documents, each from another group of near-duplicates, no two with the same words. The same for the same source,
 * request and seed. Protocol: paper section 3 and appendix C; levels and hard negatives after Paulo et al. 2024 (arXiv 2410.13928).
 */
export function gatherEvidence(source: EvidenceSource, latent: number, request: EvidenceRequest): LabelEvidence {
  const { set, activating = 10, silent = 10, window = defaultWindow } = request
  const drawing = beginDrawing(source, latent, request, window)
  const shown = drawActivating(drawing, activating, request.strongest ?? (set === 'making' ? Math.ceil(activating / 5) : 0))
  renewPatience(drawing)
  const hard = Math.floor(silent / 2)
  const without = drawSilent(drawing, silent, hard)
  return evidenceOf(drawing, set, shown, without, {
    activating: activating - shown.length,
    silent: silent - without.length,
    hard: Math.max(0, hard - without.filter(({ kind }) => kind === 'token' || kind === 'neighbour').length),
  })
}

export type DocumentsRequest = DrawingRequest & {
  readonly present?: number
  readonly absent?: number
  readonly window?: PassageWindow
}

/** Long enough for nearly all of what most documents say, short enough for ten of them in a request; tokens. */
export const documentWindow: PassageWindow = { before: 250, after: 150 }

/**
 * Draws documents to measure a label against presence: `present` ones at random from all levels, and `absent` ones (`silent` in the answer)
 * at random from all where the latent is not present, active below its threshold or not at all. Nothing hard is among them, so that both
 * shares hold for all documents (`documentF1`). Long documents are cut: around the strongest token, or around any.
 */
export function gatherDocuments(source: EvidenceSource, latent: number, request: DocumentsRequest): LabelEvidence {
  const { set, present = 10, absent = 10, window = documentWindow } = request
  const drawing = beginDrawing(source, latent, request, window)
  const shown = drawActivating(drawing, present, 0)
  renewPatience(drawing)
  const without = drawAbsent(drawing, absent)
  return evidenceOf(drawing, set, shown, without, { activating: present - shown.length, silent: absent - without.length, hard: 0 })
}

function evidenceOf(
  { latent, postings }: Drawing,
  set: EvidenceSet,
  activating: readonly Passage[],
  silent: readonly Passage[],
  short: LabelEvidence['short'],
): LabelEvidence {
  return {
    latent,
    set,
    maximum: postings.maxima.reduce((largest, value) => Math.max(largest, value), 0),
    activating,
    silent,
    documents: Uint32Array.from([...activating, ...silent], ({ document }) => document).sort(),
    short,
  }
}
