import type { Rule } from '../../../../contract/search.ts'
import {
  type Bitset,
  bitsetOf,
  complementInPlace,
  emptyBitset,
  intersectInPlace,
  numbersOfBitset,
  uniteInPlace,
} from '../../numerics/bitset.ts'

/** A latent above `above` (absent: above its threshold in the lens) on at least `atLeastTokens` tokens (absent: one). */
export type LatentCondition = Extract<Rule, { readonly latent: number }>

/** A metadata column that is `is`, or a number between the bounds, both included. */
export type ColumnCondition = Extract<Rule, { readonly column: string }>

/** Words or a passage of the text. */
export type TextCondition = Extract<Rule, { readonly text: string }>

/** Answers a rule's conditions: ordinals of documents, in any order. */
export type RuleSource = {
  readonly latent: (condition: LatentCondition) => Uint32Array
  readonly column: (condition: ColumnCondition) => Uint32Array
  readonly text: (condition: TextCondition) => Uint32Array
}

/**
 * Ordinals, ascending, of those of `documents` documents that a rule holds for; their number is the rule's count.
 *
 * All of nothing is every document, any of nothing is none.
 */
export function evaluateRule(rule: Rule, documents: number, source: RuleSource): Uint32Array {
  return numbersOfBitset(setOf(rule, documents, source))
}

function setOf(rule: Rule, documents: number, source: RuleSource): Bitset {
  if ('not' in rule) {
    const set = setOf(rule.not, documents, source)
    complementInPlace(set)
    return set
  }
  if ('all' in rule || 'any' in rule) {
    const set = emptyBitset(documents)
    if ('all' in rule) complementInPlace(set)
    const rules = 'all' in rule ? rule.all : rule.any
    const join = 'all' in rule ? intersectInPlace : uniteInPlace
    for (const each of rules) join(set, setOf(each, documents, source))
    return set
  }
  if ('latent' in rule) return bitsetOf(source.latent(rule), documents)
  return bitsetOf('column' in rule ? source.column(rule) : source.text(rule), documents)
}
