import type { LatentPage } from '../../../contract/latents.ts'

export type LatentFlag = { readonly title: string; readonly says: string }

const few = 10
const dense = 0.5

/** What to be wary of before reading much into a latent. */
export function latentFlags({
  perCorpus,
  documentFrequency,
}: Pick<LatentPage, 'perCorpus' | 'documentFrequency'>): readonly LatentFlag[] {
  const present = perCorpus.reduce((sum, corpus) => sum + corpus.present, 0)
  const active = perCorpus.some(({ maxActivation }) => maxActivation > 0)
  if (!active) return [{ title: 'dead here', says: 'Active on no token of the corpora that were read.' }]
  if (present < few)
    return [{ title: 'few examples', says: `Present in fewer than ${few} documents: too few to be sure what it means.` }]
  if (documentFrequency > dense)
    return [{ title: 'dense', says: 'Present in more than half of all documents: often form or position more than a concept.' }]
  return []
}
