import type { z } from 'zod'
import type { documentInput, orderInput, readInput, sourceSchema } from '../../contract/documents.ts'
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

export const useOrder = (input: z.input<typeof orderInput>, enabled = true) =>
  useAsk(['rows', 'order', input], (options) => api.documents.order.query(input, options), { enabled, keep: true })

function useDocumentInput(document: OpenDocument): z.input<typeof documentInput> {
  return { ...sourceOf(document, useScope()), ordinal: document.ordinal }
}

export function useDocument(document: OpenDocument, limit = 50) {
  const input = { ...useDocumentInput(document), limit }
  return useAsk(['documents', 'page', input], (options) => api.documents.get.query(input, options))
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

/** Latents of any text; null asks nothing. */
export function useRead(text: string | null) {
  const input: z.input<typeof readInput> = { text: text ?? '', ...useScope() }
  return useAsk(['documents', 'read', input], (options) => api.documents.read.query(input, options), { enabled: text !== null })
}
