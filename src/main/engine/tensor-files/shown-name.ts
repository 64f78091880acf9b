/** A name out of an untrusted file as a sentence shows it: short and on one line. */
export function shown(name: string): string {
  const line = name.slice(0, 100).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
  return name.length > 100 ? `${line}…` : line
}
