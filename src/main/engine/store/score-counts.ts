/** Of one kind of passage: how many were judged right, how many wrong, and how many got no usable answer. */
export type Judged = { readonly right: number; readonly wrong: number; readonly missing: number }

export type ScoreCounts = {
  /** Passages where the latent fires, by level of activation, the lowest first: hits and misses. */
  readonly levels: readonly Judged[]
  /** Passages where it does not, drawn at random: correct rejections and false alarms. */
  readonly random: Judged
  /** The same of those that only look alike. */
  readonly hard: Judged
}

/** Passages that got a verdict. */
export function judgedIn({ levels, random, hard }: ScoreCounts): number {
  return [...levels, random, hard].reduce((sum, { right, wrong }) => sum + right + wrong, 0)
}
