import type { z } from 'zod'
import type { CorrelateRequest, CorrelateResult, PairRow } from './correlations.ts'
import type { judgePairInput } from './hypotheses.ts'

export type PairRequest = Omit<z.input<typeof judgePairInput>, 'endpoint'>

/** What it takes to have the labels of a pair judged in the documents that it was found in; else why that cannot be. */
export function pairRequest(
  { recipe }: Pick<CorrelateResult, 'recipe'>,
  { a, b }: Pick<PairRow, 'a' | 'b'>,
): { readonly request: PairRequest; readonly hindered: null } | { readonly request: null; readonly hindered: string } {
  if (a.kind === 'value' || b.kind === 'value')
    return { request: null, hindered: 'A judge reads texts, and a value of metadata does not stand in them.' }
  if (a.label === null || b.label === null)
    return { request: null, hindered: 'A judge reads labels, and one of the two latents has none.' }
  const { group, where, threshold, minTokens } = recipe.request as CorrelateRequest
  const asked = { ...group.where, ...where }
  return {
    hindered: null,
    request: {
      a: a.label,
      b: b.label,
      latents: [a.latent, b.latent],
      lens: recipe.lensHash,
      channel: a.channel,
      ...(b.channel === a.channel ? {} : { channelOfB: b.channel }),
      corpora: group.corpora,
      ...(Object.keys(asked).length === 0 ? {} : { where: asked }),
      ...(group.whereNot === undefined ? {} : { whereNot: group.whereNot }),
      threshold,
      minTokens,
    },
  }
}

/** Whether two requests judge the same statements on the same texts, however many of them. */
export function isSamePair(one: PairRequest, other: PairRequest): boolean {
  return pairKey(one) === pairKey(other)
}

function pairKey({ a, b, corpora = [], channel, channelOfB, where = {}, whereNot = {} }: PairRequest): string {
  const sorted = (values: Readonly<Record<string, string>>) => Object.entries(values).sort(([x], [y]) => (x < y ? -1 : 1))
  const texts = [channel ?? null, channelOfB ?? null]
  return JSON.stringify([a.trim(), b.trim(), [...corpora].sort(), ...texts, sorted(where), sorted(whereNot)])
}
