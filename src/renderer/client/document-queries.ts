import type { z } from 'zod'
import type { documentInput, orderInput, readInput, ReadText, sourceSchema } from '../../contract/documents.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { type OpenDocument, type Pane, useScope } from './workbench.ts'

/** What a pane or an open document is read of, as the contract wants it: parts that are not chosen are left out. */
export function sourceOf(
  { corpus, channel }: Pick<Pane, 'corpus' | 'channel'>,
  scope: { readonly lens?: string },
): z.input<typeof sourceSchema> {
  return { corpus, ...(channel === null ? {} : { channel }), ...scope }
}

/** Documents like a text that was read, which is none of them. */
export function useResembling({ lens, latents }: ReadText, limit: number) {
  const input = { lens, latents: latents.map(({ latent, activation }) => ({ latent, activation })), limit }
  return useAsk(['documents', 'alike', input], (options) => api.analyses.resembling.query(input, options), { keep: true })
}

export const useOrder = (input: z.input<typeof orderInput>, enabled = true) =>
  useAsk(['rows', 'order', input], (options) => api.documents.order.query(input, options), { enabled, keep: true })

function useDocumentInput(document: OpenDocument): z.input<typeof documentInput> {
  return { ...sourceOf(document, useScope()), ordinal: document.ordinal }
}

export function useDocument(document: OpenDocument, limit = 50) {
  const input = { ...useDocumentInput(document), limit }
  return useAsk(['documents', 'page', input], (options) => api.documents.get.query(input, options))
}

/** The id of a document, null until it is known or where there is none. */
export function useDocumentId(document: OpenDocument | null): string | null {
  const input = { source: { corpus: document?.corpus ?? '' }, ordinals: [document?.ordinal ?? 0], characters: 40 }
  const { data } = useAsk(['documents', 'id', input], (options) => api.documents.rows.query(input, options), {
    enabled: document !== null,
  })
  return data?.[0]?.id ?? null
}

export function useDocumentMarks(document: OpenDocument, latents: readonly number[]) {
  const input = { ...useDocumentInput(document), latents: [...latents] }
  return useAsk(['documents', 'marks', input], (options) => api.documents.marks.query(input, options), {
    enabled: latents.length > 0,
    keep: true,
  })
}

/** The latents of one token. */
export function useToken(document: OpenDocument, position: number | null) {
  const input = { ...useDocumentInput(document), position: position ?? 0 }
  return useAsk(['documents', 'token', input], (options) => api.documents.token.query(input, options), {
    enabled: position !== null,
  })
}

/** What two documents have in common, and the latents that differ most between them. */
export function useTextDifference(document: OpenDocument, against: OpenDocument, limit: number) {
  const scope = useScope()
  const side = (each: OpenDocument) => ({ ...sourceOf(each, scope), ordinal: each.ordinal })
  const input = { first: side(document), second: side(against), limit }
  return useAsk(['documents', 'difference', input], (options) => api.documents.difference.query(input, options))
}

/** Latents of any text; null asks nothing. */
export function useRead(text: string | null) {
  const input: z.input<typeof readInput> = { text: text ?? '', ...useScope() }
  return useAsk(['documents', 'read', input], (options) => api.documents.read.query(input, options), { enabled: text !== null })
}
