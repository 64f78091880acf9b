import { type FencedText, fencedTexts, ruleModel } from './rule-model.ts'
import type { Act, SeenRequest } from './scripted-endpoint.ts'

/** A property as it is put before whoever sums up: its latent, label, and shares of documents, 0..1. */
export type ShownProperty = { readonly latent: number; readonly label: string; readonly shares: readonly [number, number] }
export type SaidHypothesis = { readonly text: string; readonly more: 'first' | 'second'; readonly latents: readonly number[] }

/** What a language model that knows the truth says beside labels and their scores, which go by rules (`ruleModel`). */
export type Oracle = {
  /** Whether a statement is true of a document. */
  readonly holds?: (statement: string, document: string) => boolean
  readonly sumUp?: (properties: readonly ShownProperty[]) => readonly SaidHypothesis[]
  readonly name?: (
    documents: readonly string[],
    others: readonly string[],
  ) => { readonly name: string; readonly description: string }
  /** The larger, the earlier a document comes. */
  readonly fit?: (query: string, document: string) => number
}

/** Answers every request of the protocol. */
export function oracleModel(oracle: Oracle): (request: SeenRequest) => Act {
  const byRules = ruleModel()
  return (request) => {
    const said = saidBy(oracle, fencedTexts(request.user))
    return said === null ? byRules(request) : { kind: 'answer', text: JSON.stringify(said) }
  }
}

function saidBy({ holds, sumUp, name, fit }: Oracle, texts: readonly FencedText[]): unknown {
  const [first] = texts
  const documents = texts.filter(({ heading }) => /^document \d+(, its beginning)?$/.test(heading)).map(({ text }) => text)
  if (first?.heading === 'statement' && holds !== undefined)
    return Object.fromEntries(documents.map((text, at) => [at + 1, holds(first.text, text)]))
  if (first?.heading === 'the first set' && sumUp !== undefined) return { hypotheses: sumUp(texts.slice(2).map(propertyIn)) }
  if (first?.heading === 'query' && fit !== undefined) {
    const order = documents
      .map((_, at) => at)
      .sort((a, b) => fit(first.text, documents[b]!) - fit(first.text, documents[a]!) || a - b)
    return { order: order.map((at) => at + 1) }
  }
  const others = texts.filter(({ heading }) => heading.startsWith('document of another group'))
  return others.length > 0 && name !== undefined
    ? name(
        documents,
        others.map(({ text }) => text),
      )
    : null
}

function propertyIn({ heading, text }: FencedText): ShownProperty {
  const [, latent, first, second] =
    /^property (\d+), in ([\d.]+) % of the first set and ([\d.]+) % of the second$/.exec(heading) ?? []
  return { latent: Number(latent), label: text.split('\n')[0]!, shares: [Number(first) / 100, Number(second) / 100] }
}
