import type { LatentColumns } from '../../../contract/latent-table.ts'
import type { Ink } from '../../charts/points/draw-points.ts'

export type Colouring = 'frequency' | 'difference' | 'marks'

const blend = (share: number) => `color-mix(in srgb, var(--accent) ${share}%, var(--line-strong))`

/** Each step is darker and larger than the one before: size tells the same without colour. */
const steps: Readonly<Record<Colouring, readonly (Ink & { readonly title: string })[]>> = {
  frequency: [
    { title: 'in no document', colour: 'var(--line-strong)', radius: 1.5, hollow: true },
    { title: 'below 0.1 %', colour: blend(15), radius: 1.6 },
    { title: '0.1 to 1 %', colour: blend(45), radius: 2.1 },
    { title: '1 to 10 %', colour: blend(75), radius: 2.7 },
    { title: '10 % and more', colour: 'var(--accent)', radius: 3.6 },
  ],
  difference: [
    { title: 'within 1 point', colour: 'var(--line-strong)', radius: 1.6, hollow: true },
    { title: 'more in A', colour: 'var(--corpus-1)', radius: 2.2 },
    { title: 'more in another', colour: 'var(--corpus-2)', radius: 2.2, hollow: true },
    { title: 'over 10 points more in A', colour: 'var(--corpus-1)', radius: 3.8 },
    { title: 'over 10 points more in another', colour: 'var(--corpus-2)', radius: 3.8, hollow: true },
  ],
  marks: [
    { title: 'without marks', colour: 'var(--line-strong)', radius: 1.6, hollow: true },
    { title: 'with a note', colour: 'var(--corpus-3)', radius: 2.6 },
    { title: 'with a star', colour: 'var(--warning)', radius: 3.2 },
    { title: 'flagged', colour: 'var(--danger)', radius: 4 },
  ],
}

/** Above so many points they are drawn smaller. */
const many = 30_000
const smaller = (inks: (typeof steps)[Colouring]) => inks.map((ink) => ({ ...ink, radius: 0.5 + ink.radius / 2 }))
const small: typeof steps = {
  frequency: smaller(steps.frequency),
  difference: smaller(steps.difference),
  marks: smaller(steps.marks),
}

/** The same object for the same colouring: plots are drawn anew when it changes. */
export const inksOf = (colouring: Colouring, points = 0) => (points > many ? small : steps)[colouring]

/** The ink of each latent, [dSae]; -1 where it has no place. */
export function inkOf(colouring: Colouring, columns: LatentColumns, x: Float32Array): Int32Array {
  const of = { frequency: byFrequency, difference: byDifference, marks: byMarks }[colouring]
  return Int32Array.from(x, (place, latent) => (Number.isFinite(place) ? of(columns, latent) : -1))
}

function byFrequency({ documentFrequency }: LatentColumns, latent: number): number {
  const share = documentFrequency[latent] ?? 0
  if (share === 0) return 0
  return share < 0.001 ? 1 : share < 0.01 ? 2 : share < 0.1 ? 3 : 4
}

function byDifference({ difference }: LatentColumns, latent: number): number {
  const points = difference[latent] ?? NaN
  if (!(Math.abs(points) >= 0.01)) return 0
  return (points > 0 ? 1 : 2) + (Math.abs(points) > 0.1 ? 2 : 0)
}

function byMarks({ marks }: LatentColumns, latent: number): number {
  const mark = marks[latent] ?? 0
  return mark & 2 ? 3 : mark & 1 ? 2 : mark & 4 ? 1 : 0
}
