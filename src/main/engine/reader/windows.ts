/** A stretch of a text's tokens that is read at once. */
export type TokenWindow = { readonly from: number; readonly to: number }

/** Splits a text's tokens into consecutive windows of at most `room` (> 0), none left out. A window sees nothing of the one before. */
export function splitWindows(tokens: number, room: number): readonly TokenWindow[] {
  const windows: TokenWindow[] = []
  for (let from = 0; from < tokens; from += room) windows.push({ from, to: Math.min(from + room, tokens) })
  return windows
}
