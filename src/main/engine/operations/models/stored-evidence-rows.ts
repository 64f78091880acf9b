import { contentHashes } from '../../store/content-hashes.ts'
import { hashBytes } from '../../store/hash-list.ts'
import type { DocumentSpace } from '../analyses/document-space.ts'
import type { ProjectReading } from '../project-reading.ts'

/** Rows of corpora, each once though several of its channels may take part as documents of their own. Numbered by corpus, from 0. */
export type EvidenceRows = {
  readonly rows: number
  /** [subjects], the row of the first document of each. */
  readonly starts: Uint32Array
  /** [documents] */
  readonly rowOf: Uint32Array
  /** 16 bytes, `contentHash`; not to be written to. */
  hashOf(row: number): Uint8Array
  /** The first row that says the same. */
  firstLike(row: number): number
  /** Documents of every row with this content; none where there is no such row. */
  documentsWith(hash: Uint8Array): number[]
}

/** Numbers the rows of a space and looks them up by content: some 36 bytes a row, and 4 a document. */
export function evidenceRows(project: ProjectReading, space: DocumentSpace): EvidenceRows {
  const { starts, rows } = numberRows(space)
  const rowOf = new Uint32Array(space.documents)
  space.subjects.forEach(({ corpus }, subject) => {
    const first = space.offsets[subject]!
    for (let ordinal = 0; ordinal < corpus.documents; ordinal++) rowOf[first + ordinal] = starts[subject]! + ordinal
  })
  const hashes = Buffer.alloc(rows * hashBytes)
  space.subjects.forEach(({ corpus }, subject) => {
    if (starts.indexOf(starts[subject]!) !== subject) return
    let at = starts[subject]! * hashBytes
    for (const hash of contentHashes(project.db, corpus.corpus)) {
      hashes.set(hash, at)
      at += hashBytes
    }
  })
  const hashOf = (row: number) => hashes.subarray(row * hashBytes, (row + 1) * hashBytes)
  const { find, firsts, nexts } = indexed(hashes, rows)
  return {
    rows,
    starts,
    rowOf,
    hashOf,
    firstLike: (row) => firsts[row]!,
    documentsWith(hash) {
      const documents: number[] = []
      for (let row = find(hash); row >= 0; row = nexts[row]!) {
        for (let subject = 0; subject < starts.length; subject++) {
          const ordinal = row - starts[subject]!
          if (ordinal >= 0 && ordinal < space.subjects[subject]!.corpus.documents) documents.push(space.offsets[subject]! + ordinal)
        }
      }
      return documents
    },
  }
}

function numberRows({ subjects }: DocumentSpace): { readonly starts: Uint32Array; readonly rows: number } {
  const ofCorpus = new Map<number, number>()
  let rows = 0
  const starts = Uint32Array.from(subjects, ({ corpus }) => {
    const known = ofCorpus.get(corpus.corpus)
    if (known !== undefined) return known
    const start = rows
    ofCorpus.set(corpus.corpus, start)
    rows += corpus.documents
    return start
  })
  return { starts, rows }
}

/** Open addressing by the first four bytes of the hashes, which are as good as random; rows with the same hash hang on the first of them. */
function indexed(hashes: Buffer, rows: number) {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows + 1))).fill(-1)
  const mask = slots.length - 1
  const firsts = new Uint32Array(rows)
  const nexts = new Int32Array(rows).fill(-1)
  const slotOf = (of: Uint8Array, at: number): number => {
    let slot = (of[at]! | (of[at + 1]! << 8) | (of[at + 2]! << 16) | (of[at + 3]! << 24)) & mask
    while (slots[slot]! >= 0 && !isEqual(hashes, slots[slot]! * hashBytes, of, at)) slot = (slot + 1) & mask
    return slot
  }
  // From the last to the first, so that the lowest row heads its chain.
  for (let row = rows - 1; row >= 0; row--) {
    const slot = slotOf(hashes, row * hashBytes)
    nexts[row] = slots[slot]!
    slots[slot] = row
  }
  for (let row = 0; row < rows; row++) firsts[row] = slots[slotOf(hashes, row * hashBytes)]!
  return { find: (hash: Uint8Array) => slots[slotOf(hash, 0)]!, firsts, nexts }
}

function isEqual(a: Uint8Array, atA: number, b: Uint8Array, atB: number): boolean {
  for (let byte = 0; byte < hashBytes; byte++) if (a[atA + byte] !== b[atB + byte]) return false
  return true
}
