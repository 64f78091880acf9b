import type { Rule, RuleCount, SearchHit, SearchRequest, SearchResult, SimilarLatents } from '../../src/contract/search.ts'
import { wordsCompared } from '../../src/contract/analyses.ts'
import { Failure } from '../../src/contract/failure.ts'
import { metadataTexts } from '../../src/renderer/client/metadata-texts.ts'
import { type FakeCorpus, spansOf } from './fake-corpora.ts'
import { fakeCompared } from './fake-embedder.ts'
import { type FakeGroup, groupIn, labelIn, quoteOf, refOf } from './fake-groups.ts'
import { type FakeLatent, marksOf } from './fake-latents.ts'
import type { FakeProject } from './fake-project.ts'

/** Similarity from which a label is about the words. */
export const fakeCut = 0.35

const wordsIn = (text: string) => spansOf(text).words

/** Latents whose label or words have something of the query, the likest first. */
export function similarLatents(project: FakeProject, query: string, limit: number): SimilarLatents['latents'] {
  const asked = [...new Set(wordsIn(query))].filter((word) => word.length > 3)
  if (asked.length === 0) return []
  const all = project.corpora.filter(({ name }) => project.read.has(name))
  const documents = all.reduce((sum, corpus) => sum + corpus.documents, 0)
  return project.latents
    .flatMap((latent, number) => {
      const label = labelIn(project, number)
      if (label === null) return []
      const own = new Set([...wordsIn(label), ...[...latent.words.keys()].map((word) => project.vocabulary.words[word] ?? '')])
      const met = asked.filter((word) => [...own].some((each) => each.startsWith(word.slice(0, 5)))).length
      if (met === 0) return []
      const present = all.reduce(
        (sum, corpus) => sum + new Set([...latent.words.keys()].flatMap((word) => corpus.postings[word] ?? [])).size,
        0,
      )
      const similarity = 0.3 + (0.6 * met) / asked.length - (label.startsWith('“') ? 0.1 : 0)
      return [{ latent: number, label, similarity, documentFrequency: present / Math.max(1, documents) }]
    })
    .sort((a, b) => b.similarity - a.similarity || a.latent - b.latent)
    .slice(0, limit)
}

/** Hits as the engine would give them: weighted latents, words, or both fused by their ranks. */
export function fakeSearch(project: FakeProject, request: SearchRequest): Omit<SearchResult, 'analysis' | 'recipe' | 'warnings'> {
  const group = groupIn(project, request.group, request.where)
  const picked = pick(project, request)
  const words = [...new Set(wordsIn(request.query))].filter((word) => word.length > 3)
  const all = group.parts.flatMap(({ corpus, takesPart }) =>
    [...takesPart.keys()]
      .filter(
        (ordinal) => takesPart[ordinal] === 1 && (request.rule === undefined || answers(project, corpus, ordinal, request.rule)),
      )
      .map((ordinal) => {
        const shares = picked.map(({ latent, weight }) => (weight * (project.pooled(corpus, latent)[ordinal] ?? 0)) / 5)
        const text = new Set(Array.from(corpus.words(ordinal), (word) => project.vocabulary.words[word] ?? ''))
        return {
          corpus,
          ordinal,
          shares,
          latents: request.mode === 'text' ? 0 : shares.reduce((sum, each) => sum + each, 0),
          text: request.mode === 'latents' ? 0 : words.filter((word) => text.has(word)).length,
        }
      }),
  )
  const ranked = (by: 'latents' | 'text') =>
    new Map(
      all
        .filter((each) => each[by] > 0)
        .sort((a, b) => b[by] - a[by])
        .map((each, index) => [each, index + 1] as const),
    )
  const [byLatents, byText] = [ranked('latents'), ranked('text')]
  const without = picked.length === 0 && words.length === 0
  const scored = all
    .map((each) => ({ ...each, latentRank: byLatents.get(each) ?? null, textRank: byText.get(each) ?? null }))
    .map((each) => ({
      ...each,
      score: (each.latentRank === null ? 0 : 1 / (60 + each.latentRank)) + (each.textRank === null ? 0 : 1 / (60 + each.textRank)),
    }))
    .filter(({ score }) => score > 0 || without)
    .sort((a, b) => b.score - a.score)
  return {
    lens: 'small-english',
    compared: wordsCompared(request) === null ? null : fakeCompared(project),
    documents: group.documents,
    total: scored.length,
    latents: picked,
    rule: request.rule === undefined ? null : ruleText(request.rule),
    hits: scored.slice(request.offset, request.offset + request.limit).map((each) => hitOf(project, each, picked, words)),
  }
}

function pick(project: FakeProject, request: SearchRequest): SearchResult['latents'] {
  const liked = (refs: SearchRequest['like']) =>
    refs.flatMap(({ corpus, ordinal }) => {
      const from = project.corpus(corpus)
      return [...new Set(from.words(ordinal))]
        .flatMap((word) => project.byWord.get(word) ?? [])
        .filter((latent) => labelIn(project, latent)?.startsWith('“') === false)
    })
  const unliked = new Set(liked(request.unlike))
  const chosen =
    request.mode === 'text'
      ? []
      : (request.latents ?? [
          ...similarLatents(project, request.query, request.k).map(({ latent }) => latent),
          ...liked(request.like),
        ])
  const similar = new Map(similarLatents(project, request.query, 2000).map((each) => [each.latent, each.similarity]))
  return [...new Set(chosen)].map((latent, rank) => ({
    latent,
    label: labelIn(project, latent),
    similarity: similar.get(latent) ?? null,
    weight: (unliked.has(latent) ? -1 : 1) * Math.exp(-rank / (request.k * request.temperature)),
    scale: 0.8 * Math.max(0, ...(project.latents[latent]?.words.values() ?? [])),
  }))
}

type Scored = {
  readonly corpus: FakeCorpus
  readonly ordinal: number
  readonly shares: readonly number[]
  readonly score: number
  readonly latentRank: number | null
  readonly textRank: number | null
}

function hitOf(project: FakeProject, hit: Scored, picked: SearchResult['latents'], words: readonly string[]): SearchHit {
  const { corpus, ordinal, shares, score, latentRank, textRank } = hit
  const whole = shares.reduce((sum, each) => sum + Math.abs(each), 0)
  const why = picked
    .flatMap(({ latent, label }, index) => {
      const best = marksOf(corpus, project.latents[latent] ?? none, ordinal).reduce(
        (a, b) => (b.activation > a.activation ? b : a),
        { start: 0, end: 0, activation: 0 },
      )
      return best.activation === 0 ? [] : [{ latent, label, ...best, share: Math.abs(shares[index] ?? 0) / (whole || 1) }]
    })
    .sort((a, b) => b.share - a.share)
    .slice(0, 5)
  const { starts, ends, words: texts } = spansOf(corpus.text(ordinal))
  const found = texts
    .flatMap((word, at) => (words.includes(word) ? [{ word, start: starts[at] ?? 0, end: ends[at] ?? 0 }] : []))
    .slice(0, 20)
  const strongest = why[0] === undefined ? none : (project.latents[why[0].latent] ?? none)
  return { ...refOf(corpus, ordinal), score, latentRank, textRank, why, words: found, quote: quoteOf(corpus, ordinal, strongest) }
}

const none: FakeLatent = { words: new Map(), label: null, origin: null }

/** How many documents answer a rule, or one as people write it: `latent:12>0.5 AND NOT column:kind=odd AND "words"`. */
export function fakeCount(project: FakeProject, group: FakeGroup, asked: Rule | string): RuleCount {
  const rule = typeof asked === 'string' ? parsed(asked) : asked
  const documents = group.parts.reduce(
    (sum, { corpus, takesPart }) =>
      sum + [...takesPart.keys()].filter((ordinal) => takesPart[ordinal] === 1 && answers(project, corpus, ordinal, rule)).length,
    0,
  )
  return { documents, of: group.documents, rule, text: ruleText(rule) }
}

function answers(project: FakeProject, corpus: FakeCorpus, ordinal: number, rule: Rule): boolean {
  if ('all' in rule) return rule.all.every((each) => answers(project, corpus, ordinal, each))
  if ('any' in rule) return rule.any.some((each) => answers(project, corpus, ordinal, each))
  if ('not' in rule) return !answers(project, corpus, ordinal, rule.not)
  if ('latent' in rule) return (project.pooled(corpus, rule.latent)[ordinal] ?? 0) > (rule.above ?? 0)
  if ('text' in rule) return corpus.text(ordinal).toLowerCase().includes(rule.text.toLowerCase())
  const value = corpus.metadata(ordinal)[rule.column]
  if ('is' in rule) return metadataTexts(value).includes(rule.is)
  const number = typeof value === 'number' ? value : Number.NaN
  return number >= (rule.atLeast ?? -Infinity) && number <= (rule.atMost ?? Infinity)
}

export function ruleText(rule: Rule): string {
  if ('all' in rule) return rule.all.map(inBrackets).join(' AND ')
  if ('any' in rule) return rule.any.map(inBrackets).join(' OR ')
  if ('not' in rule) return `NOT ${inBrackets(rule.not)}`
  if ('latent' in rule) return `latent:${rule.latent}${rule.above === undefined ? '' : `>${rule.above}`}`
  if ('text' in rule) return JSON.stringify(rule.text)
  if ('is' in rule) return `column:${rule.column}=${rule.is}`
  return [
    ...(rule.atLeast === undefined ? [] : [`column:${rule.column}>=${rule.atLeast}`]),
    ...(rule.atMost === undefined ? [] : [`column:${rule.column}<=${rule.atMost}`]),
  ].join(' AND ')
}

const inBrackets = (rule: Rule) => ('all' in rule || 'any' in rule ? `(${ruleText(rule)})` : ruleText(rule))

function parsed(text: string): Rule {
  const joined = / OR /.test(text) ? 'any' : 'all'
  const parts = text.split(/ AND | OR /).map((part): Rule => {
    const [, not, rest = ''] = /^\s*(NOT )?(.*?)\s*$/.exec(part) ?? []
    const latent = /^latent:(\d+)(?:>([\d.]+))?$/.exec(rest)
    const column = /^column:([^=<>]+)=(.+)$/.exec(rest)
    const words = /^"(.*)"$/.exec(rest)
    const rule: Rule | null =
      latent !== null
        ? { latent: Number(latent[1]), ...(latent[2] === undefined ? {} : { above: Number(latent[2]) }) }
        : column !== null
          ? { column: column[1] ?? '', is: column[2] ?? '' }
          : words !== null
            ? { text: words[1] ?? '' }
            : null
    if (rule === null)
      throw new Failure(
        'bad-input',
        `“${rest}” is no condition.`,
        'Write latent:12>0.5, column:name=value or "words", joined by AND or OR.',
      )
    return not === undefined ? rule : { not: rule }
  })
  return parts.length === 1 ? (parts[0] ?? { all: [] }) : joined === 'all' ? { all: parts } : { any: parts }
}

/** Latents of a query with how often each is present, and the similarity from which a label is about it. */
export const fakeSimilar = (project: FakeProject, query: string, limit: number): SimilarLatents => ({
  lens: 'small-english',
  compared: { endpoint: null, model: 'bundled', labels: 1204, leftOut: 0 },
  asks: project.embedding.endpoint,
  labelled: project.latents.filter((_, latent) => labelIn(project, latent) !== null).length,
  cut: fakeCut,
  latents: similarLatents(project, query, limit),
})
