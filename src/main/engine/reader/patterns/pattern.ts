import { z } from 'zod'
import { refusedPart } from '../tokenizer-json.ts'
import { literal, translatePattern } from './translate-pattern.ts'

/** How tokenizer.json writes what to look for: a text, or a regular expression. */
export const patternSchema = z.union([z.object({ String: z.string() }), z.object({ Regex: z.string() })])

/** A pattern as a regular expression with the flags g and v. */
export function compiledPattern(pattern: z.infer<typeof patternSchema>): RegExp {
  if ('Regex' in pattern) return translatePattern(pattern.Regex)
  if (pattern.String === '' || pattern.String.length > 1_000) throw refusedPart('a pattern that is empty or very long')
  return new RegExp(Array.from(pattern.String, literal).join(''), 'gv')
}
