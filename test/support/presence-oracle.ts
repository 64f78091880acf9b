import { harmless } from '../../src/main/engine/labels/prompts/fence.ts'
import type { Passage } from '../../src/main/engine/labels/evidence/passage.ts'
import { evidenceFor } from '../../src/main/engine/operations/models/label-work.ts'
import { storedEvidence } from '../../src/main/engine/operations/models/stored-evidence.ts'
import { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { resources } from './demo-project.ts'
import type { Fits } from './rule-model.ts'

/** The label that an oracle understands. */
export const oracleLabel = (latent: number): string => `where latent ${latent} is present`

/**
 * A judge that knows where the latent is present that a label names (`oracleLabel`): in passages by which the labels of these latents are
 * scored, as long as no document was used for them.
 */
export async function presenceOracle(
  { project, home }: { readonly project: string; readonly home: string },
  latents: readonly number[],
  seed: number,
): Promise<Fits> {
  const reading = new ProjectReading({ folder: project, store: null, resources, home, version: '0.0.0', host: 'a test' })
  const stored = await storedEvidence(reading, { seed })
  await stored.prepare(latents)
  const passages = new Map<string, Passage>()
  for (const latent of latents) {
    const { activating, silent } = evidenceFor(reading, stored, stored.lens, latent, 'scoring', seed)
    for (const passage of [...activating, ...silent]) passages.set(harmless(passage.text), passage)
  }
  const { source } = stored
  const answers = new Map<string, boolean>()
  const isPresent = (latent: number, { document, from, text }: Passage): boolean => {
    const { starts, ends, activations } = source.read(document, latent)
    const threshold = source.threshold(latent)
    return activations.some((value, token) => value > threshold && ends[token]! > from && starts[token]! < from + text.length)
  }
  // All of it now: the store is closed before the endpoint is asked.
  for (const [text, passage] of passages) for (const latent of latents) answers.set(`${latent} ${text}`, isPresent(latent, passage))
  await reading.close()
  return (label, passage) => {
    const answer = answers.get(`${/latent (\d+)/.exec(label)?.[1]} ${passage}`)
    if (answer === undefined) throw new Error(`the oracle knows no such passage: ${passage.slice(0, 100)}`)
    return answer
  }
}
