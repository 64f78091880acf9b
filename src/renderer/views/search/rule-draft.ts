import type { Rule } from '../../../contract/search.ts'

/** One line of the builder; what is not filled in yet takes no part. */
export type Condition = { readonly not: boolean } & (
  | { readonly kind: 'latent'; readonly latent: number | null; readonly above: number | null; readonly tokens: number | null }
  | { readonly kind: 'equals'; readonly column: string; readonly value: string }
  | { readonly kind: 'range'; readonly column: string; readonly least: number | null; readonly most: number | null }
  | { readonly kind: 'text'; readonly text: string }
)

/** Lines joined by and, or by or; or a rule with brackets in it, which is edited as text only. */
export type RuleDraft =
  | { readonly kind: 'lines'; readonly join: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'nested'; readonly rule: Rule }

export const noRule: RuleDraft = { kind: 'lines', join: 'all', conditions: [] }

/** A line as it is added. */
export function newCondition(kind: Condition['kind'], latent: number | null = null): Condition {
  switch (kind) {
    case 'latent':
      return { kind, not: false, latent, above: null, tokens: null }
    case 'equals':
      return { kind, not: false, column: '', value: '' }
    case 'range':
      return { kind, not: false, column: '', least: null, most: null }
    case 'text':
      return { kind, not: false, text: '' }
  }
}

/** The rule of a draft; undefined where no line is filled in. */
export function ruleOf(draft: RuleDraft): Rule | undefined {
  if (draft.kind === 'nested') return draft.rule
  const rules = draft.conditions.map(ruleOfCondition).filter((rule) => rule !== null)
  if (rules.length < 2) return rules[0]
  return draft.join === 'all' ? { all: rules } : { any: rules }
}

function ruleOfCondition(condition: Condition): Rule | null {
  const rule = plainRule(condition)
  return rule !== null && condition.not ? { not: rule } : rule
}

function plainRule(condition: Condition): Rule | null {
  switch (condition.kind) {
    case 'latent': {
      const { latent, above, tokens } = condition
      if (latent === null) return null
      return { latent, ...(above === null ? {} : { above }), ...(tokens === null ? {} : { atLeastTokens: tokens }) }
    }
    case 'equals':
      return condition.column === '' || condition.value === '' ? null : { column: condition.column, is: condition.value }
    case 'range': {
      const { column, least, most } = condition
      if (column === '' || (least === null && most === null)) return null
      return { column, ...(least === null ? {} : { atLeast: least }), ...(most === null ? {} : { atMost: most }) }
    }
    case 'text':
      return condition.text.trim() === '' ? null : { text: condition.text }
  }
}

/** The draft that shows a rule: as lines where it has no brackets. */
export function draftOfRule(rule: Rule | undefined): RuleDraft {
  if (rule === undefined) return noRule
  const [join, rules] =
    'all' in rule ? (['all', rule.all] as const) : 'any' in rule ? (['any', rule.any] as const) : (['all', [rule]] as const)
  const conditions = rules.map(conditionOf)
  return conditions.every((each) => each !== null) ? { kind: 'lines', join, conditions } : { kind: 'nested', rule }
}

function conditionOf(rule: Rule): Condition | null {
  const not = 'not' in rule
  const inner = not ? rule.not : rule
  if ('all' in inner || 'any' in inner || 'not' in inner) return null
  if ('latent' in inner)
    return { kind: 'latent', not, latent: inner.latent, above: inner.above ?? null, tokens: inner.atLeastTokens ?? null }
  if ('text' in inner) return { kind: 'text', not, text: inner.text }
  if ('is' in inner) return { kind: 'equals', not, column: inner.column, value: inner.is }
  return { kind: 'range', not, column: inner.column, least: inner.atLeast ?? null, most: inner.atMost ?? null }
}
