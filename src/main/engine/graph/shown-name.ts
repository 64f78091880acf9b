/** A name out of a file as it may stand in a sentence: whatever the file says, short and without control characters. */
export function shownName(name: string): string {
  const plain = name.slice(0, 100).replaceAll(/\p{C}/gu, '?')
  return plain.length < name.length ? `${plain}…` : plain
}
