import { latentFilterSchema, type LatentFilter, latentSorts, type Range } from '../../contract/latents.ts'

/** Conditions beside the words and the choice of starred, flagged or listed latents. */
export type LatentConditions = Pick<
  LatentFilter,
  'origins' | 'score' | 'documentFrequency' | 'tokenDensity' | 'maxActivation' | 'presentIn' | 'among'
>

export const noConditions: LatentConditions = {}

/** How many conditions leave something out. */
export const conditionCount = (conditions: LatentConditions): number =>
  Object.values(conditions).filter((value) => value !== undefined).length

/** Conditions with one of them changed; one that lets everything through goes. */
export function withCondition(conditions: LatentConditions, change: LatentConditions): LatentConditions {
  const merged = Object.entries({ ...conditions, ...change }).filter(([, value]) => !isOpen(value))
  return Object.fromEntries(merged)
}

function isOpen(value: Range | readonly unknown[] | undefined): boolean {
  if (value === undefined) return true
  if (Array.isArray(value)) return value.length === 0
  const { atLeast, atMost } = value as Range
  return atLeast === undefined && atMost === undefined
}

/** Conditions from what was stored, whatever that is. Latents chosen by hand are not kept. */
export function conditionsIn(stored: unknown): LatentConditions {
  const parsed = latentFilterSchema
    .pick({ origins: true, score: true, documentFrequency: true, tokenDensity: true, maxActivation: true, presentIn: true })
    .safeParse(stored)
  return parsed.success ? withCondition(noConditions, parsed.data) : noConditions
}

type Sort = (typeof latentSorts)[number]

export const sortIn = (stored: unknown, otherwise: Sort): Sort => latentSorts.find((sort) => sort === stored) ?? otherwise
