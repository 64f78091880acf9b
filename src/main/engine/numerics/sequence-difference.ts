/**
 * Equal stretches of two sequences along a shortest edit script.
 *
 * Myers (1986), "An O(ND) Difference Algorithm and Its Variations", in linear space: searches from both ends meet in the middle, and each
 * half is solved alone. Time is O((n + m) d) for d edits; a search that passes `most` edits is cut at the point that got furthest, which bounds
 * time by O((n + m) most) and leaves an edit script that is right, but perhaps not the shortest.
 */
type EqualRuns = {
  /** For each run where it begins in both and how long it is, in order, [runs * 3]. Runs do not touch in both sequences at once. */
  readonly runs: Int32Array
  /** Whether the script is surely a shortest one. */
  readonly shortest: boolean
}

/** Edits after which a search is cut short. */
const mostEdits = 512

export function equalRuns(first: Int32Array, second: Int32Array, most = mostEdits): EqualRuns {
  const search = new MiddleSearch(first, second, most)
  const runs: number[] = []
  const emit = (a: number, b: number, length: number) => {
    const last = runs.length - 3
    if (length === 0) return
    if (last >= 0 && runs[last]! + runs[last + 2]! === a && runs[last + 1]! + runs[last + 2]! === b) runs[last + 2]! += length
    else runs.push(a, b, length)
  }
  const solve = (a: number, aEnd: number, b: number, bEnd: number): void => {
    let head = 0
    while (a + head < aEnd && b + head < bEnd && first[a + head] === second[b + head]) head++
    emit(a, b, head)
    const [from, to] = [a + head, b + head]
    let tail = 0
    while (aEnd - tail > from && bEnd - tail > to && first[aEnd - tail - 1] === second[bEnd - tail - 1]) tail++
    const [end, until] = [aEnd - tail, bEnd - tail]
    if (from < end && to < until) {
      const [x, y] = search.middle(from, end, to, until)
      solve(from, x, to, y)
      solve(x, end, y, until)
    }
    emit(end, until, tail)
  }
  solve(0, first.length, 0, second.length)
  return { runs: Int32Array.from(runs), shortest: search.shortest }
}

/** Furthest reaching paths by diagonal x - y, from the beginning and from the end; the arrays serve all halves. */
class MiddleSearch {
  shortest = true
  readonly #first: Int32Array
  readonly #second: Int32Array
  readonly #most: number
  /** Added to a diagonal, which lies in -m - 1 .. n + 1. */
  readonly #zero: number
  readonly #forward: Int32Array
  readonly #backward: Int32Array

  constructor(first: Int32Array, second: Int32Array, most: number) {
    this.#first = first
    this.#second = second
    this.#most = most
    this.#zero = second.length + 1
    this.#forward = new Int32Array(first.length + second.length + 3)
    this.#backward = new Int32Array(first.length + second.length + 3)
  }

  /** A point that a shortest script of [a, aEnd) to [b, bEnd) goes through. Both are not empty and differ at both ends. */
  middle(a: number, aEnd: number, b: number, bEnd: number): readonly [number, number] {
    const [forward, backward, zero, first, second] = [this.#forward, this.#backward, this.#zero, this.#first, this.#second]
    const [lowest, highest] = [a - bEnd, aEnd - b]
    const [start, end] = [a - b, aEnd - bEnd]
    const odd = ((start - end) & 1) !== 0
    let [low, high, lowBack, highBack] = [start, start, end, end]
    forward[zero + start] = a
    backward[zero + end] = aEnd
    for (let edits = 1; ; edits++) {
      // Diagonals one further out on either side, inside the rectangle; beyond them stands what never wins.
      if (low > lowest) forward[zero + --low - 1] = -1
      else low++
      if (high < highest) forward[zero + ++high + 1] = -1
      else high--
      for (let diagonal = high; diagonal >= low; diagonal -= 2) {
        const [left, right] = [forward[zero + diagonal - 1]!, forward[zero + diagonal + 1]!]
        let x = left >= right ? left + 1 : right
        while (x < aEnd && x - diagonal < bEnd && first[x] === second[x - diagonal]) x++
        forward[zero + diagonal] = x
        if (odd && diagonal >= lowBack && diagonal <= highBack && backward[zero + diagonal]! <= x) return [x, x - diagonal]
      }
      if (lowBack > lowest) backward[zero + --lowBack - 1] = 0x7fffffff
      else lowBack++
      if (highBack < highest) backward[zero + ++highBack + 1] = 0x7fffffff
      else highBack--
      for (let diagonal = highBack; diagonal >= lowBack; diagonal -= 2) {
        const [left, right] = [backward[zero + diagonal - 1]!, backward[zero + diagonal + 1]!]
        let x = left < right ? left : right - 1
        while (x > a && x - diagonal > b && first[x - 1] === second[x - 1 - diagonal]) x--
        backward[zero + diagonal] = x
        if (!odd && diagonal >= low && diagonal <= high && x <= forward[zero + diagonal]!) return [x, x - diagonal]
      }
      if (edits >= this.#most) {
        this.shortest = false
        return furthest({ a, aEnd, b, bEnd }, [low, high, forward], [lowBack, highBack, backward], zero)
      }
    }
  }
}

type Box = { readonly a: number; readonly aEnd: number; readonly b: number; readonly bEnd: number }
type Reached = readonly [low: number, high: number, paths: Int32Array]

/** The point, of all that were reached from either end, that is furthest from where its path began. */
function furthest({ a, aEnd, b, bEnd }: Box, ahead: Reached, back: Reached, zero: number): readonly [number, number] {
  let [x, y, distance] = [a, b, 0]
  for (let diagonal = ahead[1]; diagonal >= ahead[0]; diagonal -= 2) {
    const reached = Math.min(ahead[2][zero + diagonal]!, aEnd, bEnd + diagonal)
    const gone = reached - a + (reached - diagonal - b)
    if (gone > distance) [x, y, distance] = [reached, reached - diagonal, gone]
  }
  for (let diagonal = back[1]; diagonal >= back[0]; diagonal -= 2) {
    const reached = Math.max(back[2][zero + diagonal]!, a, b + diagonal)
    const gone = aEnd - reached + (bEnd - (reached - diagonal))
    if (gone > distance) [x, y, distance] = [reached, reached - diagonal, gone]
  }
  return [x, y]
}
