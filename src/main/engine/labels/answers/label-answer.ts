import { fieldsOf, oneMeaning } from './json-values.ts'

export type LabelAnswer = {
  /** Null: the model found nothing that the activating passages share and the others lack. */
  readonly label: string | null
  /** One sentence on a text that has it; empty where none was given. */
  readonly description: string
  readonly explanation: string
}

/** One that names something. */
export type NamingAnswer = LabelAnswer & { readonly label: string }

/** Characters a label may have, as for one that a person writes. */
const longestLabel = 400
const longestProse = 4000

/** What a model answered to `label` or `relabel`; null where that is no label, nor the word that there is none. */
export function readLabelAnswer(answer: string): LabelAnswer | null {
  return oneMeaning(answer, (value) => {
    const fields = fieldsOf(value)
    if (fields === null || !('label' in fields)) return null
    const label = fields['label'] === null ? null : line(fields['label'])
    const isNone = label === null || /^(null|none|n\/a)$/i.test(label)
    if (!isNone && (label === '' || label.length > longestLabel)) return null
    if (fields['label'] !== null && typeof fields['label'] !== 'string') return null
    return { label: isNone ? null : label, description: prose(fields['description']), explanation: prose(fields['explanation']) }
  })
}

function line(value: unknown): string {
  return typeof value === 'string'
    ? value
        .toWellFormed()
        .replaceAll(/[\s\p{Cc}]+/gu, ' ')
        .trim()
    : ''
}

function prose(value: unknown): string {
  return line(value).slice(0, longestProse).toWellFormed()
}
