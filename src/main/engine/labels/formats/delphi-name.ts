const fileName = /^(?<module>.*?)_?(?:latent|feature)(?<index>\d{1,10})\.(?:txt|json)$/

/** What delphi's files are named for: the module (slashes as "--" in those of scores) and the latent; null for another file. */
export function delphiName(file: string): { readonly module: string; readonly latent: number } | null {
  const groups = fileName.exec(file)?.groups
  if (groups === undefined) return null
  return { module: (groups['module'] ?? '').replaceAll('--', '/'), latent: Number(groups['index']) }
}

/** The name of the file with a latent's explanation. What no file name holds is a dash. */
export function delphiFile(module: string, latent: number): string {
  return `${module.replace(/[\\/]/g, '--').replace(/[:*?"<>|\0]/g, '-')}_latent${latent}.txt`
}
