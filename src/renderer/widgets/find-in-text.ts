/** Stretches given at most. */
const most = 20_000

/**
 * Where what is typed stands in a text, letter by letter, whatever its case, ascending and apart: from and to of each, [found * 2].
 *
 * White space of any kind and length stands for any other, so that a phrase is found over a line's end.
 */
export function findInText(text: string, typed: string): Int32Array {
  const words = typed.trim().split(/\s+/)
  if (words[0] === '') return new Int32Array()
  const pattern = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('\\s+'), 'giu')
  const bounds: number[] = []
  for (const { 0: found, index } of text.matchAll(pattern)) {
    bounds.push(index, index + found.length)
    if (bounds.length >= 2 * most) break
  }
  return Int32Array.from(bounds)
}
