import type { LabelVersion } from '../../contract/latents.ts'

/** Versions that one spell of editing left: the last one counts, the ones on the way to it are folded. */
export type LabelBurst = { readonly version: LabelVersion; readonly folded: readonly LabelVersion[] }

/** Saves of one person that lie closer together than this are one spell of editing, in milliseconds. */
export const burstGap = 2 * 60_000

/** A latent's history, the newest first, with the saves of one spell of editing as one. What a machine wrote, and a revert, stands alone. */
export function labelBursts(versions: readonly LabelVersion[]): readonly LabelBurst[] {
  const bursts: { version: LabelVersion; folded: LabelVersion[] }[] = []
  for (const version of [...versions].sort((one, other) => other.id - one.id)) {
    const last = bursts.at(-1)
    const after = last?.folded.at(-1) ?? last?.version
    if (last !== undefined && after !== undefined && continues(after, version)) last.folded.push(version)
    else bursts.push({ version, folded: [] })
  }
  return bursts
}

/** Whether `after` went on typing where `before` was saved. */
function continues(after: LabelVersion, before: LabelVersion): boolean {
  const gap = Date.parse(after.at) - Date.parse(before.at)
  const typed = (version: LabelVersion) => version.origin === 'person' && version.change === null
  return typed(after) && typed(before) && after.author === before.author && gap >= 0 && gap <= burstGap
}
