import { parse } from 'csv-parse/sync'
import { Failure } from '../../../contract/failure.ts'
import type { LabelOrigin } from '../../../contract/latents.ts'

export type LabelLine = { readonly latent: number; readonly text: string }
export type ParsedLabels = { readonly labels: readonly LabelLine[]; readonly skipped: number }

const latentKeys = ['latent', 'index', 'feature', 'feature_index', 'idx', 'id']
const textKeys = ['label', 'description', 'text', 'explanation']

/**
 * Labels from a file: JSONL or CSV/TSV with a latent and a label column (the names other tools use are known), or a JSON object
 * from latent to label. Lines that hold no such pair, or a latent outside 0..dSae-1, are skipped and counted.
 */
export function parseLabelFile(name: string, content: string, dSae: number): ParsedLabels {
  const rows = /\.(csv|tsv)$/i.test(name) ? delimitedRows(name, content) : jsonRows(name, content)
  const labels = new Map<number, string>()
  let skipped = 0
  for (const row of rows) {
    const line = lineOf(row, dSae)
    if (line === null) skipped += 1
    else labels.set(line.latent, line.text)
  }
  if (labels.size === 0) {
    const expected = `Expected JSONL lines like {"latent": 12, "label": "..."}, a JSON object {"12": "..."}, or CSV columns latent,label, with latents from 0 to ${dSae - 1}.`
    throw new Failure('bad-input', `${name} holds no label for this lens.`, expected)
  }
  return { labels: [...labels].map(([latent, text]) => ({ latent, text })), skipped }
}

export type ExportedLabel = {
  readonly latent: number
  readonly label: string
  readonly notes: string
  readonly origin: LabelOrigin
  readonly author: string
  readonly at: string
}

/** Labels as one of the formats `parseLabelFile` takes. */
export function labelFile(labels: readonly ExportedLabel[], format: 'jsonl' | 'json' | 'csv'): string {
  switch (format) {
    case 'jsonl':
      return labels.map((each) => `${JSON.stringify(each)}\n`).join('')
    case 'json':
      return `${JSON.stringify(Object.fromEntries(labels.map((each) => [each.latent, each.label])), null, 1)}\n`
    case 'csv':
      return (
        [
          'latent,label,notes,origin,author,at',
          ...labels.map((each) => [each.latent, each.label, each.notes, each.origin, each.author, each.at].map(csvCell).join(',')),
        ].join('\r\n') + '\r\n'
      )
  }
}

/** RFC 4180, with a leading apostrophe before what a spreadsheet would run as a formula. */
function csvCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function delimitedRows(name: string, content: string): readonly unknown[] {
  const delimiter = /\.tsv$/i.test(name) ? '\t' : ','
  try {
    const records: string[][] = parse(content, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true })
    const [first = [], ...rest] = records
    const header = first.map((cell) => cell.trim().toLowerCase())
    if (header.some((cell) => latentKeys.includes(cell)))
      return rest.map((cells) => Object.fromEntries(cells.map((cell, at) => [header[at] ?? '', cell])))
    return records.map(([latent, label]) => ({ latent, label }))
  } catch (error) {
    throw new Failure(
      'bad-input',
      `${name} is not readable as CSV: ${(error as Error).message}.`,
      'Save it as CSV with columns latent,label.',
      { cause: error },
    )
  }
}

function jsonRows(name: string, content: string): readonly unknown[] {
  const text = content.replace(/^\ufeff/, '')
  const whole = parsed(text)
  if (Array.isArray(whole)) return whole
  if (typeof whole === 'object' && whole !== null && lineOf(whole, Number.MAX_SAFE_INTEGER) === null) {
    return Object.entries(whole).map(([latent, label]) => ({ latent, label }))
  }
  const rows = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const values = rows.map(parsed)
  if (values.every((value) => value === undefined)) {
    throw new Failure('bad-input', `${name} is neither JSON nor JSON Lines.`, 'Give labels as JSONL, a JSON object, or CSV.')
  }
  return values
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function lineOf(row: unknown, dSae: number): LabelLine | null {
  if (typeof row !== 'object' || row === null) return null
  const fields = new Map(Object.entries(row))
  const given = latentKeys.map((key) => fields.get(key)).find((value) => value !== undefined && value !== null && value !== '')
  const text = textKeys.map((key) => fields.get(key)).find((value) => typeof value === 'string')
  const latent = typeof given === 'number' || (typeof given === 'string' && /^\d+$/.test(given)) ? Number(given) : -1
  if (!Number.isInteger(latent) || latent < 0 || latent >= dSae || typeof text !== 'string' || text.trim() === '') return null
  return { latent, text: text.trim().slice(0, 400) }
}
