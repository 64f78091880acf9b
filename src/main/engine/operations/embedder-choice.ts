import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ProjectReading } from './project-reading.ts'

/** An endpoint whose embeddings a user chose for a project. */
export type ChosenEmbedder = {
  /** The endpoint's name and its embedding model, as they were when it was chosen. */
  readonly endpoint: string
  readonly model: string
  /** `addressHash` of the address that searched words were agreed to be sent to. */
  readonly address: string
}

/** By the project's store folder. This user's, and no part of the project: who gives a project away does not choose for others what is sent where. */
export type EmbedderChoices = Readonly<Record<string, ChosenEmbedder>>

const choicesSchema = z.record(z.string(), z.object({ endpoint: z.string(), model: z.string(), address: z.string() }))

export const embeddersFile = (home: string): string => join(home, 'embedders.json')

/** None where nothing was chosen, or the file was damaged: then nothing is sent. */
export function readEmbedderChoices(home: string): EmbedderChoices {
  try {
    return choicesSchema.parse(JSON.parse(readFileSync(embeddersFile(home), 'utf8')))
  } catch {
    return {}
  }
}

/** What was chosen for this project; null for the bundled embedder. */
export function chosenEmbedder({ place, storeFolder }: ProjectReading): ChosenEmbedder | null {
  return readEmbedderChoices(place.home)[storeFolder] ?? null
}
