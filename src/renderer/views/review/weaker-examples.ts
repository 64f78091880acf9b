import type { Example, ExampleList } from '../../../contract/latents.ts'

/**
 * Some examples from below the strongest band, none of them shown already: of each band in turn one, from the second strongest down,
 * until there are `count`.
 */
export function weakerExamples({ bands, examples }: ExampleList, shown: readonly Example[], count: number): readonly Example[] {
  const keyOf = ({ corpus, channel, ordinal }: Example) => JSON.stringify([corpus, channel, ordinal])
  const taken = new Set(shown.map(keyOf))
  const byBand = bands
    .slice(0, -1)
    .map((_, band) => examples.filter((example) => example.band === band && !taken.has(keyOf(example))))
    .reverse()
  const most = Math.max(0, ...byBand.map(({ length }) => length))
  return Array.from({ length: most }, (_, turn) => byBand.flatMap((band) => band[turn] ?? []))
    .flat()
    .slice(0, count)
    .sort((a, b) => b.activation - a.activation)
}
