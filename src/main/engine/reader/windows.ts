/** A stretch of a text's tokens that is read at once, BOS not counted. */
export type TokenWindow = { readonly from: number; readonly to: number }

/**
 * Splits a text's tokens into consecutive windows that fit the context, none left out. Each begins with its own BOS where the
 * reader wants one, so a window after the first sees nothing of the text before it.
 */
export function splitWindows(tokens: number, contextSize: number, prependBos: boolean): readonly TokenWindow[] {
  const room = contextSize - (prependBos ? 1 : 0)
  const windows: TokenWindow[] = []
  for (let from = 0; from < tokens; from += room) windows.push({ from, to: Math.min(from + room, tokens) })
  return windows
}
