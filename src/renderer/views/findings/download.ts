/** Gives a text to the user as a Markdown file of that name. */
export function download(name: string, markdown: string): void {
  const address = URL.createObjectURL(new Blob([markdown], { type: 'text/markdown;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  // The browser has taken the address when this runs.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
