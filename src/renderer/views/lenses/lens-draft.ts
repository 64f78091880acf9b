import type { CatalogueEntry, LensParts, LensRequest } from '../../../contract/lenses.ts'

/** What the form holds; '' where a field says nothing. */
export type LensDraft = {
  readonly reader: string
  readonly sae: string
  /** Of several SAEs in a source, the one chosen. */
  readonly chosenSae: string
  readonly hook: string
  readonly as: LensParts['as'] & string
  readonly outer: '' | (LensParts['outer'] & string)
  readonly labels: string
  readonly name: string
  readonly k: number | null
  readonly inputScale: number | null
  readonly centre: boolean
  readonly contextSize: number | null
}

export const emptyLensDraft: LensDraft = {
  reader: '',
  sae: '',
  chosenSae: '',
  hook: '',
  as: 'raw',
  outer: '',
  labels: '',
  name: '',
  k: null,
  inputScale: null,
  centre: false,
  contextSize: null,
}

/** What is still to be filled in; null where it can be planned. */
export function missingIn({ reader, sae, name }: LensDraft, entry: CatalogueEntry | null): string | null {
  if (reader.trim() === '' && (entry === null || entry.reader === null)) return 'Name the reader.'
  if (sae.trim() === '' && entry === null) return 'Name the SAE.'
  if (name.trim() !== '' && !/^[a-z0-9][a-z0-9._-]{0,99}$/i.test(name.trim()))
    return 'The name takes letters, digits, dots and dashes.'
  return null
}

/** The request that a draft makes; fields that say nothing are left out. */
export function requestOf(draft: LensDraft, entry: CatalogueEntry | null): LensRequest {
  const reader = draft.reader.trim()
  const name = draft.name.trim() === '' ? {} : { name: draft.name.trim() }
  if (entry !== null) return { catalogue: entry.name, ...(reader === '' ? {} : { reader }), ...name }
  const { sae, chosenSae, hook, as, outer, labels, k, inputScale, centre, contextSize } = draft
  return {
    reader,
    sae: chosenSae === '' ? sae.trim() : chosenSae,
    as,
    ...name,
    ...(hook.trim() === '' ? {} : { hook: hook.trim() }),
    ...(outer === '' ? {} : { outer }),
    ...(labels.trim() === '' ? {} : { labels: labels.trim() }),
    ...(k === null ? {} : { k: Math.round(k) }),
    ...(inputScale === null ? {} : { inputScale }),
    ...(centre ? { centre } : {}),
    ...(contextSize === null ? {} : { contextSize: Math.round(contextSize) }),
  }
}

/** The places of the residual stream that a reader of so many blocks has. */
export function hooksOf(layers: number): readonly string[] {
  return ['blocks.0.hook_resid_pre', ...Array.from({ length: layers }, (_, block) => `blocks.${block}.hook_resid_post`)]
}
