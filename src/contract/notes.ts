import { z } from 'zod'

const latentOf = { lens: z.string().optional(), latent: z.number().int().min(0) }
const documentOf = { corpus: z.string(), document: z.string() }
/** What is left out stays as it was. A flag of null is taken away; the words of a flag say what for. */
const change = { note: z.string().max(100_000).optional(), flag: z.string().max(400).nullable().optional() }

export const latentNoteInput = z.object(latentOf)
export const setLatentNoteInput = latentNoteInput.extend(change)
export const documentNoteInput = z.object(documentOf)
export const setDocumentNoteInput = documentNoteInput.extend(change)
export const notesInput = z.object({ lens: z.string().optional() })

/** What a person set down about a latent or a document. */
export type Note = {
  /** Markdown; empty where there is none. */
  readonly note: string
  readonly flag: string | null
}
export type NotedLatent = Note & { readonly latent: number; readonly label: string | null }
export type NotedDocument = Note & {
  readonly corpus: string
  readonly document: string
  /** Its place in the corpus; null where the corpus, or the document in it, is gone. */
  readonly ordinal: number | null
}
export type Notes = { readonly latents: readonly NotedLatent[]; readonly documents: readonly NotedDocument[] }

/** With a latent the answer says which of the lists hold it. */
export const latentListsInput = z.object({ lens: z.string().optional(), latent: z.number().int().min(0).optional() })
export const latentListInput = z.object({ lens: z.string().optional(), name: z.string().trim().min(1).max(100) })
/** `add` and `take` change the list, which is made where there is none; an empty one is removed with `remove`. */
export const changeLatentListInput = latentListInput.extend({
  add: z.array(z.number().int().min(0)).max(100_000).default([]),
  take: z.array(z.number().int().min(0)).max(100_000).default([]),
  /** These in this order, in the place of what is in it. */
  latents: z.array(z.number().int().min(0)).max(100_000).optional(),
  rename: z.string().trim().min(1).max(100).optional(),
  remove: z.boolean().default(false),
})
export type LatentList = {
  readonly name: string
  readonly latents: readonly { readonly latent: number; readonly label: string | null }[]
  readonly madeAt: string
}
export type LatentListSummary = {
  readonly name: string
  readonly latents: number
  readonly madeAt: string
  /** Whether it holds the latent that was asked about; false where none was. */
  readonly holds: boolean
}
