import type { ParseArgsOptionsConfig } from 'node:util'
import type { ComparedBy, DocumentGroup, Quote } from '../../contract/analyses.ts'
import type { Engine } from '../engine/engine.ts'
import { listOption, numberOption, readingFrom, readingOptions, textOption, UsageError, type Values } from './command.ts'
import { inertLine } from './text-table.ts'

/** What every analysis takes. */
export const scopeOptions = {
  ...readingOptions,
  where: { type: 'string', multiple: true },
  threshold: { type: 'string' },
  'min-tokens': { type: 'string' },
} satisfies ParseArgsOptionsConfig

export function scopeFrom(values: Values): {
  lens?: string
  channel?: string
  where?: Record<string, string>
  threshold: 'lens' | number
  minTokens: number
} {
  const where = conditionsFrom(values, 'where')
  return {
    ...readingFrom(values),
    ...(where === undefined ? {} : { where }),
    threshold: thresholdFrom(values),
    minTokens: numberOption(values, 'min-tokens', { min: 1, max: 1000 }) ?? 1,
  }
}

/** `--where COLUMN=VALUE`, several. */
function conditionsFrom(values: Values, name: string): Record<string, string> | undefined {
  const given = values[name]
  if (!Array.isArray(given) || given.length === 0) return undefined
  return Object.fromEntries(
    given.map((each: string) => {
      const at = each.indexOf('=')
      if (at < 1) throw new UsageError(`--${name} takes COLUMN=VALUE, not "${each}".`)
      return [each.slice(0, at), each.slice(at + 1)]
    }),
  )
}

function thresholdFrom(values: Values): 'lens' | number {
  const given = textOption(values, 'threshold') ?? 'lens'
  return given === 'lens' ? 'lens' : decimal(given, '--threshold', 0, Number.MAX_VALUE)
}

export function decimalOption(values: Values, name: string, least: number, most: number): number | undefined {
  const given = textOption(values, name)
  return given === undefined ? undefined : decimal(given, `--${name}`, least, most)
}

function decimal(text: string, what: string, least: number, most: number): number {
  const number = Number(text)
  if (text.trim() === '' || !(number >= least && number <= most))
    throw new UsageError(`${what} takes a number from ${least} to ${most}, not "${text}".`)
  return number
}

/** The corpora named by `--corpus`, else all that were read; one group. */
export async function groupFrom(values: Values, engine: Engine): Promise<DocumentGroup> {
  const named = listOption(values, 'corpus')
  if (named !== undefined) return { corpora: [...named] }
  return { corpora: await readCorpora(engine) }
}

export async function readCorpora(engine: Engine): Promise<string[]> {
  const corpora = await engine.operations.corpora.list()
  const read = corpora
    .filter((corpus) => corpus.encodings.some((encoding) => encoding.state === 'ready'))
    .map((corpus) => corpus.name)
  if (read.length === 0) throw new UsageError('Nothing has been read yet: etalon encode <project> first.')
  return read
}

/** A quotation on one line, the strongest token between « and ». */
export function quoteLine({ corpus, document, text, from, start, end }: Quote): string {
  const marked =
    start === null || end === null
      ? text
      : `${text.slice(0, start - from)}«${text.slice(start - from, end - from)}»${text.slice(end - from)}`
  return inertLine(`${corpus} ${document}: ${marked}`)
}

/** A p-value or q-value in four characters or so. */
export function small(value: number | null): string {
  if (value === null) return '-'
  return value < 0.001 ? value.toExponential(0) : value.toFixed(3)
}

/** Who compared words with labels; empty where nobody did. */
export function comparedText(compared: ComparedBy | null | undefined): string {
  if (compared === null || compared === undefined) return ''
  const by = compared.endpoint === null ? 'the bundled embedder' : `${compared.model} at ${compared.endpoint}`
  return inertLine(`, labels compared by ${by}`)
}
