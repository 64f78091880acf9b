/** What `markTokens` was given: the text and the marked spans in it. */
export function unmark(written: string): { readonly text: string; readonly spans: readonly (readonly [number, number])[] } {
  let text = ''
  const spans: [number, number][] = []
  for (let at = 0; at < written.length; at++) {
    const sign = written[at]!
    if (sign === '\\') {
      // Of a run of backslashes before a sign every other one is an escape; any other run stands for itself.
      let run = at
      while (written[run] === '\\') run++
      const count = run - at
      const before = written[run] === '«' || written[run] === '»'
      text += '\\'.repeat(before ? count >> 1 : count)
      at = run - 1
      if (before && count % 2 === 1) text += written[++at]!
    } else if (sign === '«') spans.push([text.length, text.length])
    else if (sign === '»' && spans.length > 0) spans[spans.length - 1]![1] = text.length
    else text += sign
  }
  return { text, spans }
}
