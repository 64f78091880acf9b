import { addTerm, emptyTermTable, grown, type TermTable, termTableBytes, trimmed } from './term-table.ts'
import { eachWord } from './words.ts'

/** Where each word occurs, in memory: a term's postings are entries `starts[term]` to `starts[term + 1]`, by ordinal. */
export type TextIndex = {
  readonly documents: number
  /** Words of each document, [documents]. */
  readonly lengths: Uint32Array
  /** Mean of `lengths`; 0 without documents. */
  readonly meanLength: number
  readonly terms: TermTable
  /** [terms + 1] */
  readonly starts: Uint32Array
  /** [postings], ascending within a term. */
  readonly ordinals: Uint32Array
  /** [postings]: how often the term occurs in the document, 255 standing for more: BM25 makes no difference there. */
  readonly counts: Uint8Array
  readonly bytes: number
}

export type TextIndexBuilder = {
  /** Takes the next document's text; documents are numbered from 0 as they come. An empty text counts. */
  readonly add: (text: string) => void
  /** What the index would take in memory so far, in bytes; making it takes about twice that for a moment. */
  readonly bytes: () => number
  /** Ends the building. */
  readonly finish: () => TextIndex
}

/** Postings in a chunk of the forward index. */
const chunkSize = 1 << 20
const bytesPerPosting = 5

type Chunk = { readonly terms: Uint32Array; readonly counts: Uint8Array }

/**
 * Reads texts one by one into an index of their words (see `eachWord`).
 *
 * Document by document first, in chunks; then one counting pass turns them into term by term. O(words + postings + terms).
 */
export function startTextIndex(): TextIndexBuilder {
  const table = emptyTermTable()
  const chunks: Chunk[] = []
  let chunk: Chunk = { terms: new Uint32Array(0), counts: new Uint8Array(0) }
  let postings = 0
  let documents = 0
  /** By document: its words, its different words. */
  let lengths = new Uint32Array(1024)
  let widths = new Uint32Array(1024)
  /** By term: documents it occurs in; the last of them, plus 1; its place among that document's words. */
  let frequencies = new Uint32Array(1024)
  let lastDocument = new Uint32Array(1024)
  let places = new Uint32Array(1024)
  /** The document at hand: its different words in order of appearance. */
  let words = new Uint32Array(1024)
  let times = new Uint32Array(1024)
  let width = 0
  let length = 0

  function take(units: Uint16Array, unitsLength: number, hash: number): void {
    length++
    const term = addTerm(table, units, unitsLength, hash)
    if (term === frequencies.length) {
      frequencies = grown(frequencies, Uint32Array)
      lastDocument = grown(lastDocument, Uint32Array)
      places = grown(places, Uint32Array)
    }
    if (lastDocument[term]! === documents + 1) {
      times[places[term]!]!++
      return
    }
    if (width === words.length) {
      words = grown(words, Uint32Array)
      times = grown(times, Uint32Array)
    }
    lastDocument[term] = documents + 1
    frequencies[term]!++
    places[term] = width
    words[width] = term
    times[width++] = 1
  }

  return {
    add: (text) => {
      width = 0
      length = 0
      eachWord(text, take)
      if (documents === lengths.length) {
        lengths = grown(lengths, Uint32Array)
        widths = grown(widths, Uint32Array)
      }
      lengths[documents] = length
      widths[documents++] = width
      for (let at = 0; at < width; at++) {
        const place = postings++ % chunkSize
        if (place === 0) chunks.push((chunk = { terms: new Uint32Array(chunkSize), counts: new Uint8Array(chunkSize) }))
        chunk.terms[place] = words[at]!
        chunk.counts[place] = Math.min(times[at]!, 255)
      }
    },
    bytes: () => postings * bytesPerPosting + documents * 4 + table.terms * 4 + termTableBytes(table),
    finish: () => {
      const terms = trimmed(table)
      const starts = new Uint32Array(terms.terms + 1)
      for (let term = 0; term < terms.terms; term++) starts[term + 1] = starts[term]! + frequencies[term]!
      const inverted = termByTerm(chunks, widths.subarray(0, documents), starts)
      let total = 0
      for (let document = 0; document < documents; document++) total += lengths[document]!
      const index = {
        documents,
        lengths: lengths.slice(0, documents),
        meanLength: documents === 0 ? 0 : total / documents,
        terms,
        starts,
        ...inverted,
      }
      return {
        ...index,
        bytes: index.lengths.byteLength + termTableBytes(terms) + starts.byteLength + postings * bytesPerPosting,
      }
    },
  }
}

/** Chunks are emptied as they are read, so that their memory can be had again. */
function termByTerm(chunks: Chunk[], widths: Uint32Array, starts: Uint32Array): Pick<TextIndex, 'ordinals' | 'counts'> {
  const postings = starts[starts.length - 1]!
  const cursors = starts.slice()
  const ordinals = new Uint32Array(postings)
  const counts = new Uint8Array(postings)
  let chunk = chunks.shift()
  let place = 0
  for (let document = 0; document < widths.length; document++) {
    for (let left = widths[document]!; left > 0; left--) {
      if (place === chunkSize) {
        chunk = chunks.shift()
        place = 0
      }
      const at = cursors[chunk!.terms[place]!]!++
      ordinals[at] = document
      counts[at] = chunk!.counts[place++]!
    }
  }
  return { ordinals, counts }
}
