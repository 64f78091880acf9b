/** Stops a run on a Node that cannot load what the tests load: better-sqlite3 crashes without a word below Node 22. */
export function setup(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return
  throw new Error(`Tests need Node 22.18 or newer, not ${process.versions.node}: run them by npm test or npx vitest after npm ci.`)
}
