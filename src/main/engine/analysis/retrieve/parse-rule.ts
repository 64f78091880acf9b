import { Failure } from '../../../../contract/failure.ts'
import type { Rule } from '../../../../contract/search.ts'

const longestRule = 10_000
const mostConditions = 500
const deepestNesting = 100

/** A hint that shows the whole syntax. */
const syntaxHint =
  'A rule is made of latent:12, latent:12>0.5, latent:12 ON 3, label:"a label", column:name=value, column:name>=3, column:name=2..5 and "words", joined by AND, OR, NOT and parentheses.'

/** Latents that a label stands for; empty where none has it. */
export type LabelledLatents = (label: string) => readonly number[]

type Reader = { readonly text: string; at: number; conditions: number; depth: number; readonly labelled: LabelledLatents }

/**
 * Reads a rule as typed: conditions joined by AND, OR (which binds less), NOT and parentheses. Empty is every document, and so is `*`.
 *
 * - `latent:12` above its threshold; `latent:12>0.5` above an activation; `latent:12>0.5 ON 3` on at least three tokens
 * - `label:polite`, `label:"offers help"`: any of the latents that `labelled` names
 * - `column:model=gpt4`, `column:"model name"="gpt 4"`; numbers: `column:year>=1990`, `column:year<=2000`, `column:year=1990..2000`
 * - `"words of the text"`; within quotes `\"` and `\\`
 *
 * Throws a Failure 'bad-input' that names the character (from 1) and what was expected there, 'not-found' for a label that no latent has.
 */
export function parseRule(text: string, labelled: LabelledLatents = () => []): Rule {
  if (text.length > longestRule)
    throw new Failure('bad-input', `A rule has at most ${longestRule} characters.`, 'Leave some of it out.')
  const reader: Reader = { text, at: 0, conditions: 0, depth: 0, labelled }
  skipSpace(reader)
  if (reader.at === text.length) return { all: [] }
  const rule = readAny(reader)
  if (reader.at < text.length) throw unexpected(reader, reader.text[reader.at] === ')' ? 'no further parenthesis' : 'AND or OR')
  return rule
}

function readAny(reader: Reader): Rule {
  const rules = [readAll(reader)]
  while (takeKeyword(reader, 'OR')) rules.push(readAll(reader))
  return rules.length === 1 ? rules[0]! : { any: rules }
}

function readAll(reader: Reader): Rule {
  const rules = [readNot(reader)]
  while (takeKeyword(reader, 'AND')) rules.push(readNot(reader))
  return rules.length === 1 ? rules[0]! : { all: rules }
}

function readNot(reader: Reader): Rule {
  if (++reader.depth > deepestNesting) throw tooMuch(`is nested deeper than ${deepestNesting}`)
  const rule: Rule = takeKeyword(reader, 'NOT') ? { not: readNot(reader) } : readCondition(reader)
  reader.depth--
  return rule
}

function readCondition(reader: Reader): Rule {
  if (++reader.conditions > mostConditions) throw tooMuch(`has more than ${mostConditions} conditions`)
  if (take(reader, /\(\s*/y) !== null) {
    const rule = readAny(reader)
    if (take(reader, /\)/y) === null) throw unexpected(reader, 'AND, OR or a closing parenthesis')
    skipSpace(reader)
    return rule
  }
  const rule = readLeaf(reader)
  skipSpace(reader)
  return rule
}

function readLeaf(reader: Reader): Rule {
  if (take(reader, /\*/y) !== null) return { all: [] }
  if (reader.text[reader.at] === '"') return { text: readQuoted(reader) }
  const kind = take(reader, /(latent|label|column):/iy)?.toLowerCase()
  if (kind === 'latent:') return readLatent(reader)
  if (kind === 'label:') return readLabel(reader)
  if (kind === 'column:') return readColumn(reader)
  throw unexpected(reader, 'latent:, label:, column: or words in quotes')
}

function readLatent(reader: Reader): Rule {
  const latent = Number(take(reader, /\d+/y) ?? NaN)
  if (!Number.isSafeInteger(latent)) throw unexpected(reader, 'the number of a latent')
  const above = take(reader, /\s*>\s*/y) === null ? {} : { above: readNumber(reader, 'an activation', 0) }
  if (take(reader, /\s+ON\s+/iy) === null) return { latent, ...above }
  return { latent, ...above, atLeastTokens: readTokens(reader) }
}

function readTokens(reader: Reader): number {
  const start = reader.at
  const tokens = Number(take(reader, /\d+/y) ?? NaN)
  if (Number.isSafeInteger(tokens) && tokens > 0) return tokens
  reader.at = start
  throw unexpected(reader, 'a number of tokens, 1 or more')
}

function readLabel(reader: Reader): Rule {
  const label = readName(reader, /[^\s()"]+/y, 'a label')
  const latents = reader.labelled(label)
  if (latents.length === 0)
    throw new Failure(
      'not-found',
      `No latent is labelled “${label}”.`,
      'Search the latent table for the label, or name a latent by its number.',
    )
  return latents.length === 1 ? { latent: latents[0]! } : { any: latents.map((latent) => ({ latent })) }
}

function readColumn(reader: Reader): Rule {
  const column = readName(reader, /[^\s()"=<>]+/y, 'the name of a column')
  const sign = take(reader, /\s*(>=|<=|=)\s*/y)?.trim()
  if (sign === undefined) throw unexpected(reader, '=, >= or <=')
  if (sign === '>=') return { column, atLeast: readNumber(reader, 'a number') }
  if (sign === '<=') return { column, atMost: readNumber(reader, 'a number') }
  const start = reader.at
  const value = readName(reader, /[^\s()"]+/y, 'a value')
  const bounds = reader.text[start] === '"' ? null : value.match(/^(-?[\d.eE+-]*?)\.\.(-?[\d.eE+-]*)$/)
  if (bounds === null) return { column, is: value }
  const [atLeast, atMost] = [bounds[1]!, bounds[2]!].map((bound) => (bound === '' ? null : Number(bound)))
  if (Number.isNaN(atLeast) || Number.isNaN(atMost)) {
    reader.at = start
    throw unexpected(reader, 'two numbers with .. between them')
  }
  return { column, ...(atLeast == null ? {} : { atLeast }), ...(atMost == null ? {} : { atMost }) }
}

function readName(reader: Reader, bare: RegExp, expected: string): string {
  if (reader.text[reader.at] === '"') return readQuoted(reader)
  const name = take(reader, bare)
  if (name === null) throw unexpected(reader, expected)
  return name
}

function readQuoted(reader: Reader): string {
  const start = reader.at
  const found = take(reader, /"(?:[^"\\]|\\.)*"/sy)
  if (found !== null) return found.slice(1, -1).replace(/\\(.)/gs, '$1')
  reader.at = start
  throw new Failure('bad-input', `The quotes opened at character ${start + 1} of the rule are never closed.`, syntaxHint)
}

function readNumber(reader: Reader, expected: string, least = -Infinity): number {
  const start = reader.at
  const value = Number(take(reader, /[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/iy) ?? NaN)
  if (Number.isFinite(value) && value >= least) return value
  reader.at = start
  throw unexpected(reader, least === 0 ? `${expected}, 0 or more` : expected)
}

function takeKeyword(reader: Reader, keyword: 'AND' | 'OR' | 'NOT'): boolean {
  const word = take(reader, /\p{L}+(?=[\s()"*]|$)\s*/uy)
  if (word?.trim().toUpperCase() === keyword) return true
  reader.at -= word?.length ?? 0
  return false
}

function skipSpace(reader: Reader): void {
  take(reader, /\s+/y)
}

/** What a sticky expression matches here, stepped over; null where it does not match. */
function take(reader: Reader, expression: RegExp): string | null {
  expression.lastIndex = reader.at
  const found = expression.exec(reader.text)
  if (found === null) return null
  reader.at += found[0].length
  return found[0]
}

function unexpected({ text, at }: Reader, expected: string): Failure {
  const rest = text.slice(at, at + 20).trim()
  const place = rest === '' ? 'At the end of the rule' : `At character ${at + 1} of the rule, before “${rest}”,`
  return new Failure('bad-input', `${place} ${expected} was expected.`, syntaxHint)
}

function tooMuch(what: string): Failure {
  return new Failure('bad-input', `The rule ${what}.`, 'Make it simpler.')
}
