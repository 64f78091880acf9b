import type { Rule } from '../../../../contract/search.ts'
import type { ColumnCondition, LatentCondition } from './rule.ts'

/** A rule as a person would type it for `parseRule`, which reads it back. */
export function ruleText(rule: Rule): string {
  if ('any' in rule) return rule.any.length === 0 ? 'NOT *' : rule.any.map((each) => inside(each, 'any')).join(' OR ')
  if ('all' in rule) return rule.all.length === 0 ? '*' : rule.all.map((each) => inside(each, 'all')).join(' AND ')
  if ('not' in rule) return `NOT ${inside(rule.not, 'not')}`
  if ('latent' in rule) return latentText(rule)
  return 'column' in rule ? columnText(rule) : quoted(rule.text)
}

/** In parentheses where it would be read differently without. */
function inside(rule: Rule, within: 'any' | 'all' | 'not'): string {
  const text = ruleText(rule)
  if ('any' in rule && rule.any.length > 0) return `(${text})`
  if ('all' in rule && rule.all.length > 0 && within !== 'any') return `(${text})`
  return text
}

function latentText({ latent, above, atLeastTokens }: LatentCondition): string {
  return `latent:${latent}${above === undefined ? '' : `>${above}`}${atLeastTokens === undefined ? '' : ` ON ${atLeastTokens}`}`
}

function columnText(condition: ColumnCondition): string {
  const column = `column:${/^[\p{L}\p{N}_.-]+$/u.test(condition.column) ? condition.column : quoted(condition.column)}`
  if ('is' in condition) return `${column}=${quoted(condition.is)}`
  const { atLeast, atMost } = condition
  if (atLeast === undefined) return atMost === undefined ? `${column}=..` : `${column}<=${atMost}`
  return atMost === undefined ? `${column}>=${atLeast}` : `${column}=${atLeast}..${atMost}`
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
