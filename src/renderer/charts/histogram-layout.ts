import { format, scaleLinear, scaleSqrt } from 'd3'

/** Documents by pooled activation: bin edges [bins + 1], and for each corpus its documents in all and by bin [bins]. */
export type HistogramInput = {
  readonly edges: readonly number[]
  readonly rows: readonly { readonly documents: number; readonly counts: readonly number[] }[]
  /** Activation above which the latent is present. */
  readonly threshold: number
}

export type HistogramBar = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly from: number
  readonly to: number
  readonly count: number
  /** Of all documents of the corpus, 0..1. */
  readonly share: number
}
export type AxisTick = { readonly at: number; readonly label: string }
export type HistogramLayout = {
  readonly rows: readonly { readonly bars: readonly HistogramBar[] }[]
  readonly xTicks: readonly AxisTick[]
  readonly yTicks: readonly AxisTick[]
  /** Where the threshold's line stands; null where it lies outside. */
  readonly threshold: number | null
}

/**
 * Small multiples on one pair of axes, in pixels of a plot of `width` by `height` each.
 *
 * Bars are shares of a corpus's documents, so that corpora of different size compare; the axis of shares is a square root, so that the few
 * documents at high activations stay visible beside the many at low ones. A bin that holds documents is at least one pixel high.
 */
export function histogramLayout({ edges, rows, threshold }: HistogramInput, width: number, height: number): HistogramLayout {
  const first = edges[0] ?? 0
  const last = edges.at(-1) ?? 1
  const x = scaleLinear([first, Math.max(last, first + Number.EPSILON)], [0, width])
  const share = (count: number, documents: number) => (documents === 0 ? 0 : count / documents)
  const largest = Math.max(0, ...rows.flatMap(({ counts, documents }) => counts.map((count) => share(count, documents))))
  const y = scaleSqrt([0, largest === 0 ? 1 : largest], [height, 0])
  return {
    rows: rows.map(({ counts, documents }) => ({
      bars: counts.flatMap((count, bin) => {
        if (count === 0) return []
        const [from, to] = [edges[bin] ?? 0, edges[bin + 1] ?? 0]
        const tall = Math.max(1, height - y(share(count, documents)))
        const wide = Math.max(1, x(to) - x(from) - 1)
        return [{ x: x(from), y: height - tall, width: wide, height: tall, from, to, count, share: share(count, documents) }]
      }),
    })),
    xTicks: x.ticks(Math.max(2, Math.floor(width / 56))).map((tick) => ({ at: x(tick), label: x.tickFormat()(tick) })),
    yTicks: largest === 0 ? [] : [largest / 4, largest].map((tick) => ({ at: y(tick), label: percent(tick) })),
    threshold: threshold > first && threshold < last ? x(threshold) : null,
  }
}

const percent = (share: number) => `${format('.2~r')(100 * share)}\u202f%`
