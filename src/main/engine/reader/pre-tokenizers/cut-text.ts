import { type AlignedText, sliced } from '../aligned-text.ts'

/** Cuts a text into pieces: where each begins and ends, in order; what lies between is left out. */
export type Cutter = (text: string) => readonly number[]

/** A step before the model: changes each piece, or cuts it, or both in this order. Each piece is seen alone. */
export type CuttingStep = { readonly rewrite: ((piece: AlignedText) => AlignedText) | null; readonly cut: Cutter | null }

/** Pieces of a text, as places in it. */
export type Pieces = { readonly source: AlignedText; readonly spans: readonly number[] }

/** Cuts a text, not empty, by all steps in turn. */
export function cutText(text: AlignedText, steps: readonly CuttingStep[]): readonly Pieces[] {
  let pieces: readonly Pieces[] = [{ source: text, spans: [0, text.text.length] }]
  for (const { rewrite, cut } of steps) {
    if (rewrite !== null) pieces = pieces.flatMap((each) => rewrittenPieces(each, rewrite))
    if (cut !== null) pieces = pieces.map(({ source, spans }) => ({ source, spans: cutSpans(source.text, spans, cut) }))
  }
  return pieces
}

function rewrittenPieces({ source, spans }: Pieces, rewrite: (piece: AlignedText) => AlignedText): readonly Pieces[] {
  const pieces: Pieces[] = []
  for (let at = 0; at < spans.length; at += 2) {
    const piece = rewrite(sliced(source, spans[at] ?? 0, spans[at + 1] ?? 0))
    if (piece.text !== '') pieces.push({ source: piece, spans: [0, piece.text.length] })
  }
  return pieces
}

function cutSpans(text: string, spans: readonly number[], cut: Cutter): readonly number[] {
  if (spans[0] === 0 && spans[1] === text.length) return cut(text)
  const cuts: number[] = []
  for (let at = 0; at < spans.length; at += 2) {
    const start = spans[at] ?? 0
    for (const place of cut(text.slice(start, spans[at + 1]))) cuts.push(start + place)
  }
  return cuts
}
