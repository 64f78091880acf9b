import type { Example, ExampleList } from '../../../contract/latents.ts'

export type ExampleGroup = {
  readonly band: number
  readonly from: number
  readonly to: number
  readonly examples: readonly Example[]
}

/** Examples by the band of the latent's range they are in, the highest first; bands without any are left out. */
export function exampleGroups({ bands, examples }: ExampleList): readonly ExampleGroup[] {
  return bands
    .map(([from, to], band) => ({ band, from, to, examples: examples.filter((example) => example.band === band) }))
    .filter((group) => group.examples.length > 0)
    .reverse()
}
