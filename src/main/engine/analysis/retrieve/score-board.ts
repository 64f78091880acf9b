import { largestScores, type RankedList } from '../../numerics/largest-scores.ts'

const unreached = 0
const reached = 1
const excluded = 2

/** Scores of all documents while one question is answered; kept for the next, so that a search allocates nothing of the corpus's size. */
export type ScoreBoard = {
  /** [documents] */
  readonly scores: Float32Array
  /** [documents]: unreached, reached or excluded. */
  readonly states: Uint8Array
  /** [documents], of which `count` are used: the documents reached, as they came. */
  readonly reached: Uint32Array
  count: number
}

/** A board for ordinals below `documents`: 9 bytes for each. */
export function newScoreBoard(documents: number): ScoreBoard {
  return {
    scores: new Float32Array(documents),
    states: new Uint8Array(documents),
    reached: new Uint32Array(documents),
    count: 0,
  }
}

/** Begins a question over all documents, or over those `passing` only (their ordinals). */
export function clearBoard(board: ScoreBoard, passing: Uint32Array | null): void {
  board.count = 0
  board.states.fill(passing === null ? unreached : excluded)
  if (passing === null) return
  for (let at = 0; at < passing.length; at++) board.states[passing[at]!] = unreached
}

/** The board's score of a document, which it makes 0 when the document is new; false where the document is not wanted. */
export function reach(board: ScoreBoard, ordinal: number, isWelcome: boolean): boolean {
  const state = board.states[ordinal]!
  if (state === reached) return true
  if (state === excluded || !isWelcome) return false
  board.states[ordinal] = reached
  board.scores[ordinal] = 0
  board.reached[board.count++] = ordinal
  return true
}

/** The best documents reached whose score is above 0. */
export function bestOfBoard(board: ScoreBoard, limit: number): RankedList {
  return largestScores(board.scores, board.reached.subarray(0, board.count), limit)
}
