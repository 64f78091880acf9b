/** From and to of each stretch of one text that is not common to both, without the white space around, [stretches * 2]. `side`: 0 or 1. */
export function changedBounds(text: string, same: Int32Array, side: 0 | 1): Int32Array {
  const bounds: number[] = []
  let from = 0
  for (let run = 0; run <= same.length; run += 4) {
    const to = same[run + 2 * side] ?? text.length
    const [start, end] = trimmed(text, from, to)
    if (end > start) bounds.push(start, end)
    from = same[run + 2 * side + 1] ?? text.length
  }
  return Int32Array.from(bounds)
}

/** A piece of the two texts told as one: of which text it is, what it is there, and whether only that one has it. */
type ChangeRun = {
  readonly side: 0 | 1
  readonly start: number
  readonly end: number
  readonly kind: 'removed' | 'added' | null
}

/** Both texts as one: what is common once (as the second has it), what only the first has before what only the second has. */
export function changeRuns(first: string, second: string, same: Int32Array): readonly ChangeRun[] {
  const runs: ChangeRun[] = []
  const add = (side: 0 | 1, start: number, end: number, kind: ChangeRun['kind']) => {
    if (end > start) runs.push({ side, start, end, kind })
  }
  let [inFirst, inSecond] = [0, 0]
  for (let run = 0; run <= same.length; run += 4) {
    const [toFirst, toSecond] = [same[run] ?? first.length, same[run + 2] ?? second.length]
    const [start, end] = trimmed(first, inFirst, toFirst)
    const [from, to] = trimmed(second, inSecond, toSecond)
    const [inOne, inOther] = [end > start, to > from]
    // White space is the second's; the first's stands before what only it has, and around it where the second has nothing there.
    if (inOne) add(0, inFirst, start, null)
    add(0, start, end, 'removed')
    if (inOther) add(1, inSecond, from, null)
    add(1, from, to, 'added')
    if (inOne && !inOther) add(0, end, toFirst, null)
    else add(1, inOther ? to : inSecond, toSecond, null)
    if (run < same.length) add(1, toSecond, same[run + 3] ?? toSecond, null)
    ;[inFirst, inSecond] = [same[run + 1] ?? first.length, same[run + 3] ?? second.length]
  }
  return runs
}

/** A stretch without the white space at its ends; empty at its end where there is nothing else. */
function trimmed(text: string, start: number, end: number): readonly [number, number] {
  let [from, to] = [start, end]
  while (from < to && isSpace(text.charCodeAt(from))) from++
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--
  return from === to ? [end, end] : [from, to]
}

const isSpace = (code: number) => /\s/.test(String.fromCharCode(code))

/** Runs in blocks of about so many characters, each drawn as one; long runs are cut, at a line's end or a space where there is one near. */
export function runBlocks(
  runs: readonly ChangeRun[],
  texts: readonly [string, string],
  size = 4000,
): readonly (readonly ChangeRun[])[] {
  const blocks: ChangeRun[][] = [[]]
  let characters = 0
  for (const run of runs) {
    for (let start = run.start; start < run.end;) {
      const end = cutNear(texts[run.side], start + size, run.end)
      blocks.at(-1)?.push({ ...run, start, end })
      characters += end - start
      // A block begins on a line of its own: only where there is one, as long as it does not grow out of hand.
      if (characters >= size && (texts[run.side][end - 1] === '\n' || characters >= 4 * size)) {
        blocks.push([])
        characters = 0
      }
      start = end
    }
  }
  return blocks.filter((block) => block.length > 0)
}

function cutNear(text: string, aim: number, end: number): number {
  if (aim >= end) return end
  const line = text.indexOf('\n', aim)
  if (line >= 0 && line < Math.min(end, aim + 1000)) return line + 1
  const space = text.indexOf(' ', aim)
  if (space >= 0 && space < Math.min(end, aim + 200)) return space + 1
  const code = text.charCodeAt(aim)
  return code >= 0xdc00 && code <= 0xdfff ? aim + 1 : aim
}
