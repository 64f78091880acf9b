import type { RankedList } from '../../numerics/largest-scores.ts'
import { bestOfBoard, clearBoard, reach, type ScoreBoard } from './score-board.ts'
import { findTerm } from './term-table.ts'
import type { TextIndex } from './text-index.ts'
import { eachWord } from './words.ts'

/** How soon further occurrences of a word in a document count less, and how much long documents are held back (Robertson & Zaragoza 2009). */
const k1 = 1.2
const b = 0.75

/** Share of the documents from which on a word is common. */
const commonShare = 0.1

/** One word of a query as the index has it. */
export type QueryTerm = {
  readonly word: string
  /** Documents with the word; 0: it is nowhere. */
  readonly documents: number
  /** Times the word stands in the query. */
  readonly times: number
  /** ln(1 + (N - n + 0.5) / (n + 0.5)), above 0. */
  readonly inverseFrequency: number
}

export type TextHits = RankedList & { readonly terms: readonly QueryTerm[] }

export type TextSearchOptions = {
  readonly limit: number
  /** Ordinals that may be found; absent: all. */
  readonly passing?: Uint32Array | null
  /** Share of documents above which a word is common; 1: none is. */
  readonly commonShare?: number
}

/**
 * The documents that BM25 ranks first for the words of a query: the sum over its words of idf · f / (f + k1 (1 - b + b · length / mean length)).
 *
 * This is Lucene's form. Rarer words come first. A word in over a tenth of the documents adds to the documents that others brought, and brings new
 * ones only while these are fewer than `limit`: its own part is small, and most of the work. N and the frequencies are of the whole index, also
 * where only some documents may be found.
 *
 * @param board for at least as many documents as the index has; the next search overwrites it
 */
export function searchText(board: ScoreBoard, index: TextIndex, query: string, options: TextSearchOptions): TextHits {
  const { limit, passing = null, commonShare: share = commonShare } = options
  const asked = queryTerms(index, query)
  clearBoard(board, passing)
  const known = asked.filter(({ term }) => term >= 0).sort((a, b) => a.documents - b.documents || a.term - b.term)
  for (const { term, documents, inverseFrequency, times } of known) {
    const isWelcome = documents <= share * index.documents || board.count < limit
    addTermScores(board, index, term, inverseFrequency * times, isWelcome)
  }
  const terms = asked.map(({ term: _, ...shown }) => shown)
  return { ...bestOfBoard(board, limit), terms }
}

function addTermScores(board: ScoreBoard, index: TextIndex, term: number, weight: number, isWelcome: boolean): void {
  const { ordinals, counts, lengths } = index
  const { scores } = board
  const flat = k1 * (1 - b)
  const slope = (k1 * b) / index.meanLength
  const end = index.starts[term + 1]!
  for (let at = index.starts[term]!; at < end; at++) {
    const ordinal = ordinals[at]!
    if (!reach(board, ordinal, isWelcome)) continue
    const count = counts[at]!
    scores[ordinal]! += (weight * count) / (count + flat + slope * lengths[ordinal]!)
  }
}

/** The different words of a query in its order, with their numbers in the index; -1 for one that is not there. */
function queryTerms({ documents, terms, starts }: TextIndex, query: string): (QueryTerm & { readonly term: number })[] {
  const found = new Map<string, QueryTerm & { readonly term: number }>()
  eachWord(query, (units, length, hash) => {
    const word = String.fromCharCode(...units.subarray(0, length))
    const again = found.get(word)
    const term = findTerm(terms, units, length, hash)
    const n = term < 0 ? 0 : starts[term + 1]! - starts[term]!
    found.set(word, {
      word,
      term,
      documents: n,
      times: (again?.times ?? 0) + 1,
      inverseFrequency: Math.log(1 + (documents - n + 0.5) / (n + 0.5)),
    })
  })
  return [...found.values()]
}
