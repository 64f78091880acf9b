import type { Stage } from '../../contract/language-models.ts'
import type { ModelRequestKind } from '../../contract/model-requests.ts'

/** What a run was for. */
export const kindTitles: Readonly<Record<ModelRequestKind, string>> = {
  check: 'Check an endpoint',
  label: 'Label latents',
  score: 'Score labels',
  hypotheses: 'Find hypotheses',
  'judge-pair': 'Judge a pair',
  'name-clusters': 'Name clusters',
  rerank: 'Rerank hits',
  'embed-labels': 'Embed labels',
}

export const stageTitles: Readonly<Record<Stage, string>> = {
  check: 'Check',
  label: 'Label',
  score: 'Score',
  summarise: 'Summarise',
  verify: 'Verify',
  name: 'Name',
  rerank: 'Rerank',
  embed: 'Embed',
}

const grouped = new Intl.NumberFormat('en')

/** `1 label`, `1,204 labels`. */
export const counted = (count: number, noun: string): string => `${grouped.format(count)} ${noun}${count === 1 ? '' : 's'}`

/** Host and port of an address; what is no address stays as it is. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

/** An amount with the digits that matter: `0.0042 USD`, `1.35 USD`. */
export function formatMoney(amount: number, currency: string | null): string {
  const digits = amount === 0 ? '0' : amount < 0.0001 ? '<0.0001' : amount < 1 ? amount.toPrecision(2) : amount.toFixed(2)
  return currency === null ? digits : `${digits} ${currency}`
}

/** What came of a run, in a sentence or two; empty where it says nothing. Told by the shape alone: a job does not name its request. */
export function resultWords(result: unknown): string {
  if (typeof result !== 'object' || result === null) return ''
  if ('answer' in result)
    return typeof result.answer === 'string' ? `It answered: ${result.answer}` : 'It gave no answer that can be used.'
  if ('labelled' in result) {
    const { labelled, accepted, short, missing } = numbersOf(result)
    return sentences(
      `${counted(labelled, 'latent')} got proposals; ${accepted} of them were taken over.`,
      short > 0 && `${counted(short, 'latent')} had too few passages.`,
      lacking(missing, 'answer'),
    )
  }
  if ('scored' in result) {
    const { scored, below, missing } = numbersOf(result)
    return sentences(`${counted(scored, 'score')} measured, ${below} below the gate.`, lacking(missing, 'score'))
  }
  if ('embedded' in result && 'labels' in result) {
    const missing = 'missing' in result ? Number(result.missing) : 0
    return sentences(
      `${grouped.format(Number(result.embedded))} of ${counted(Number(result.labels), 'label')} are embedded.`,
      lacking(missing, 'vector'),
    )
  }
  if ('hypotheses' in result && Array.isArray(result.hypotheses)) {
    const verified = result.hypotheses.filter((each: { verified?: unknown }) => each.verified === true).length
    return `${verified} of ${result.hypotheses.length} hypotheses verified on held-out documents.`
  }
  if ('clusters' in result && Array.isArray(result.clusters)) {
    const named = result.clusters.filter((each: { name?: unknown }) => typeof each.name === 'string').length
    return `Names proposed for ${named} of ${counted(result.clusters.length, 'cluster')}.`
  }
  if ('reranked' in result && 'missing' in result)
    return sentences(`${counted(Number(result.reranked), 'hit')} put in order.`, lacking(Number(result.missing), 'answer'))
  if ('npmi' in result && 'units' in result)
    return `${counted(Number(result.units), 'unit')} judged; NPMI ${typeof result.npmi === 'number' ? result.npmi.toFixed(2) : 'not to be had'}.`
  return ''
}

type Tally = Readonly<Record<'labelled' | 'accepted' | 'short' | 'missing' | 'scored' | 'below', number>>
const numbersOf = (result: object): Tally => ({ labelled: 0, accepted: 0, short: 0, missing: 0, scored: 0, below: 0, ...result })
/** Of what no usable answer came; nothing where there is none. */
const lacking = (missing: number, noun: string): string | false =>
  missing > 0 && `${counted(missing, noun)} ${missing === 1 ? 'is' : 'are'} missing.`
const sentences = (...parts: readonly (string | false)[]): string => parts.filter((part) => part !== false).join(' ')

/** How a job that asked a language model ended; null where its result is none of one. */
export function modelOutcome(
  result: unknown,
): { readonly run: number; readonly stopped: string | null; readonly words: string } | null {
  if (typeof result !== 'object' || result === null || !('run' in result) || typeof result.run !== 'number') return null
  const stopped = 'stopped' in result && typeof result.stopped === 'string' ? result.stopped : null
  return { run: result.run, stopped, words: resultWords('result' in result ? result.result : null) }
}
