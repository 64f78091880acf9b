import { useMemo } from 'react'
import type { DocumentPage } from '../../contract/documents.ts'
import { useDocumentMarks } from '../client/document-queries.ts'
import { type LitLatents, useLitLatents } from '../client/use-lit-latents.ts'
import type { OpenDocument } from '../client/workbench.ts'
import { type Lights, useLights } from './use-lights.ts'
import { visibleText } from './visible-text.ts'

/** What is lit in a document by the latents that are lit in this tab; its heat goes by each latent's largest activation in the corpora. */
export function useDocumentLights(
  document: OpenDocument,
  page: DocumentPage | undefined,
): Lights & { readonly lit: LitLatents; readonly pending: boolean; readonly error: unknown } {
  const lit = useLitLatents()
  const asked = lit.on.filter((latent) => latent !== null)
  const isRead = page !== undefined && page.lens !== null
  const { data: marks, error } = useDocumentMarks(document, isRead ? asked : [])
  const { lights, names, maxima } = useLights(lit.on, marks?.latents, page?.latents ?? nobody)
  const scale = lit.maxima.map((maximum, slot) => maximum || (maxima[slot] ?? 0))
  const key = JSON.stringify([scale, lit.labels])
  const said = useMemo(
    () => ({ maxima: scale, names: names.map((name, slot) => (name === '' ? '' : visibleText(lit.labels[slot] ?? name))) }),
    // oxlint-disable-next-line react/exhaustive-deps -- the key says what is in them
    [key, names],
  )
  return { lights, ...said, lit, pending: marks === undefined, error }
}

const nobody: DocumentPage['latents'] = []
