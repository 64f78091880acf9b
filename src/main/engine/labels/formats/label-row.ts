import type { LabelFormat, LabelsAbout } from '../../../../contract/label-files.ts'
import { type LabelOrigin, labelOrigins } from '../../../../contract/latents.ts'
import type { LabelEntry, LabelScore } from './label-entry.ts'
import { readFields, type LabelFields } from './label-fields.ts'
import { fitExamples, fitLabel, fitName } from './label-text.ts'

/** A label, without whether it is its latent's last word, or why a row holds none. */
export type RowLabel =
  | { readonly label: LabelEntry; readonly notice: string | null }
  | { readonly latent: number; readonly outside: true }
  | { readonly reason: string }

/** The labels of a row: its own, or those of its list of explanations, which may leave the latent to the row. */
export function rowLabels(fields: LabelFields, dSae: number): readonly RowLabel[] {
  if (!Array.isArray(fields.explanations)) return [rowLabel(fields, dSae)]
  const own = { latent: fields.latent }
  const nested: readonly unknown[] = fields.explanations
  if (nested.length === 0 && fields.text === undefined) return [{ reason: 'has no label' }]
  const labels = nested.map((each): RowLabel => {
    if (typeof each === 'string') return rowLabel({ ...own, text: each }, dSae)
    return isRecord(each)
      ? rowLabel({ ...own, ...readFields(each) }, dSae)
      : { reason: 'has an explanation that is neither text nor an object' }
  })
  return fields.text === undefined ? labels : [...labels, rowLabel(fields, dSae)]
}

function rowLabel(fields: LabelFields, dSae: number): RowLabel {
  const latent = latentOf(fields.latent)
  if (typeof latent === 'string') return { reason: latent }
  if (fields.text === undefined) return { reason: 'has no label' }
  if (typeof fields.text !== 'string') return { reason: 'has a label that is not text' }
  if (fields.text.trim() === '') return { reason: 'has an empty label' }
  if (latent >= dSae) return { latent, outside: true }
  const { text, notes, change } = fitLabel(fields.text, typeof fields.notes === 'string' ? fields.notes : '')
  const label: LabelEntry = {
    latent,
    text,
    notes,
    origin: originOf(fields.origin),
    author: typeof fields.author === 'string' ? fitName(fields.author) : '',
    change: typeof fields.change === 'string' ? fitName(fields.change) : null,
    scores: scoresOf(fields),
    examples: fitExamples(listIn(fields.examples)),
    at: typeof fields.at === 'string' && !Number.isNaN(Date.parse(fields.at)) ? fields.at : null,
    current: !['false', 'no', '0'].includes(String(fields.current).toLowerCase()),
  }
  return { label, notice: change }
}

/** What a row says of the SAE it belongs to. SAEDashboard gives layer, set and suffix apart, Neuronpedia as one. */
export function rowAbout(fields: LabelFields): LabelsAbout {
  const { model, sae, set, suffix, hook, dSae, lens } = fields
  const layer = nameOrNumber(sae)
  const parts = [layer, nameOrNumber(set)].filter((each) => each !== null)
  const apart = typeof sae === 'number' || /^\d+$/.test(layer ?? '')
  const name = apart && parts.length === 2 ? parts.join('-') : layer
  return {
    model: typeof model === 'string' ? model : null,
    sae: name !== null && apart && nameOrNumber(suffix) !== null ? `${name}__${nameOrNumber(suffix)}` : name,
    hook: typeof hook === 'string' ? hook : null,
    dSae: typeof dSae === 'number' && Number.isSafeInteger(dSae) && dSae > 0 ? dSae : null,
    lens: typeof lens === 'string' ? lens : null,
  }
}

/** Whose layout a row is of; null for a plain one. */
export function rowFormat(row: Readonly<Record<string, unknown>>): LabelFormat | null {
  if ('index_in_sae' in row) return 'goodfire'
  if ('modelId' in row || 'explanationModelName' in row) return 'neuronpedia'
  return 'feature_index' in row || 'autointerp_explanation' in row ? 'saedashboard' : null
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A latent's number, or why it is none. */
function latentOf(given: unknown): number | string {
  if (given === undefined) return 'has no latent'
  const digits = typeof given === 'string' ? given.trim() : null
  const latent = typeof given === 'number' ? given : digits !== null && /^\d{1,15}$/.test(digits) ? Number(digits) : NaN
  if (Number.isSafeInteger(latent) && latent >= 0) return latent
  const shown = typeof given === 'object' ? 'an object' : String(given as string | number | boolean).slice(0, 40)
  return `has ${shown} as its latent, which is not a whole number from 0 on`
}

/** The score under its own name first, then those listed, one of each method. */
function scoresOf({ score, scoreMethod, scores, scoreName }: LabelFields): readonly LabelScore[] {
  const found: LabelScore[] = []
  const add = (method: string, value: unknown) => {
    const isText = typeof value === 'string' && value.trim() !== ''
    const number = isText || typeof value === 'bigint' ? Number(value) : value
    if (typeof number !== 'number' || !Number.isFinite(number) || found.length === 20) return
    if (!found.some((each) => each.method === method)) found.push({ method, value: number })
  }
  const named = scoreName === undefined || scoreName === 'score' ? '' : scoreName
  if (score !== undefined) add(typeof scoreMethod === 'string' ? fitName(scoreMethod) : fitName(named), score)
  for (const each of listIn(scores)) {
    if (!isRecord(each)) continue
    const method = each['method'] ?? each['explanationScoreTypeName'] ?? each['type'] ?? ''
    add(typeof method === 'string' ? fitName(method) : '', each['value'])
  }
  return found
}

/** A list, also as the JSON of one in a cell; none of anything else. */
function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string' || !value.startsWith('[')) return []
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

function originOf(given: unknown): LabelOrigin | null {
  return labelOrigins.find((each) => each === given) ?? null
}

function nameOrNumber(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
}
