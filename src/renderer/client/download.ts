/** Gives a file of that name to the user. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  // The browser has taken the address when this runs.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** A name of a file from any words: letters and digits of all scripts, the rest as dashes. */
export function fileName(words: string, ending: string): string {
  const stem = words
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
  return `${stem === '' ? 'figure' : stem.toLowerCase()}.${ending}`
}
