/** A name out of an untrusted file as a sentence shows it: short, on one line and without control characters. */
export function shownName(name: string): string {
  const plain = name.slice(0, 100).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd')
  return name.length > 100 ? `${plain}…` : plain
}
