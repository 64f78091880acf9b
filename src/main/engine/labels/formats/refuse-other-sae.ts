import type { LabelsAbout } from '../../../../contract/label-files.ts'
import { Failure } from '../../../../contract/failure.ts'
import { type HookPoint, parseHookPoint, sameHookPoint } from '../../reader/hook-point.ts'

/** What is known of the SAE that labels are for; `model` and `saes` where its files say. */
export type LabelTarget = {
  readonly name: string
  readonly dSae: number
  readonly hook: string
  /** of the lens, hexadecimal */
  readonly hash: string
  readonly model: string | null
  /** names it goes by elsewhere, such as Neuronpedia's "gpt2-small/6-res-jb" or "6-res-jb" */
  readonly saes: readonly string[]
}

/**
 * Refuses labels that say they belong to another SAE: of another lens, model, width, layer or place in the block.
 *
 * What they do not say is not held against them. Throws Failure 'conflict'; the user may know better and skip this check.
 */
export function refuseOtherSae(file: string, about: LabelsAbout, target: LabelTarget): void {
  const difference = differenceOf(about, target)
  if (difference === null) return
  throw new Failure(
    'conflict',
    `${file} holds labels of another SAE: ${difference}.`,
    'Choose the lens that these labels were made for, or confirm that they belong to this one.',
  )
}

function differenceOf({ model, sae, hook, dSae, lens }: LabelsAbout, target: LabelTarget): string | null {
  if (lens !== null) return target.hash.startsWith(lens) ? null : `they were written for the lens ${lens}, not for ${target.name}`
  if (dSae !== null && dSae !== target.dSae) return `its SAE has ${told(dSae)} latents, that of ${target.name} ${told(target.dSae)}`
  const isNamedAfter = model !== null && target.saes.some((name) => name.startsWith(`${model}/`))
  if (model !== null && target.model !== null && !isNamedAfter && plain(model) !== plain(target.model))
    return `they are of the model ${model}, not of ${target.model}`
  if (hook !== null && !isSamePlace(hook, target.hook)) return `they are of ${hook}, while ${target.name} reads ${target.hook}`
  if (sae === null) return null
  if (target.saes.some((name) => name === sae || name.endsWith(`/${sae}`))) return null
  const width = widthIn(sae)
  if (width !== null && !isAbout(width, target.dSae))
    return `${sae} has about ${told(width)} latents, ${target.name} ${told(target.dSae)}`
  if (/(?:^|[-_.\d])(?:mlp|att|attn|attention|transcoder|transcoders)(?:$|[-_.\d])/i.test(sae))
    return `${sae} is not in the residual stream, which ${target.name} reads (${target.hook})`
  return isSameLayer(sae, target.hook) ? null : `${sae} is of another layer than ${target.hook}, which ${target.name} reads`
}

/** Whether a layer's number fits: block L ends at L + 1 whole blocks and begins at L, and sources name either by L. */
function isSameLayer(sae: string, hook: string): boolean {
  const place = placeOf(hook)
  const known = placeOf(sae)
  if (place === null) return true
  if (known !== null) return sameHookPoint(known, place)
  const layer = /^(?:.*(?:layers?|blocks|h)[._])?(\d+)(?:[-_.]|$)/.exec(sae)?.[1]
  return layer === undefined || place.blocks === Number(layer) || place.blocks === Number(layer) + 1
}

function isSamePlace(hook: string, other: string): boolean {
  const places = [placeOf(hook), placeOf(other)]
  const [first = null, second = null] = places
  return first === null || second === null ? hook === other : sameHookPoint(first, second)
}

function placeOf(hook: string): HookPoint | null {
  try {
    return parseHookPoint(hook)
  } catch {
    return null
  }
}

/** The number of latents that names like "20-gemmascope-res-16k" hold; null without one. */
function widthIn(sae: string): number | null {
  const match = /(?:^|[-_])(\d+)([km])(?:$|[-_])/i.exec(sae)
  if (match === null) return null
  return Number(match[1]) * (match[2]?.toLowerCase() === 'm' ? 1 << 20 : 1 << 10)
}

/** 16k may be 16,000 or 16,384, 1m 1,000,000 or 1,048,576; 65k is 65,536. */
function isAbout(width: number, dSae: number): boolean {
  return dSae > width * 0.92 && dSae < width * 1.02
}

/** A model's name without its owner, its case and its punctuation; GPT-2's smallest goes by two names. */
function plain(model: string): string {
  const name = model
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/[^a-z0-9]/g, '')
  return name === 'gpt2' ? 'gpt2small' : name
}

function told(count: number): string {
  return count.toLocaleString('en')
}
