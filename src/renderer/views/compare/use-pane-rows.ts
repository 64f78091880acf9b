import { useMemo } from 'react'
import type { DocumentOrder } from '../../../contract/documents.ts'
import { sourceOf } from '../../client/document-queries.ts'
import { orderName } from '../../client/order-name.ts'
import type { PaneRows } from '../../client/row-queries.ts'
import { type LitLatents, useLitLatents } from '../../client/use-lit-latents.ts'
import { type Pane, useScope, useWorkbench } from '../../client/workbench.ts'
import { askedCharacters } from './visible-excerpt.ts'

const nothing = new Int32Array()

/** What the cells of some panes are asked for, pane by pane, and what is lit in them. Both keep their identity while nothing changes. */
export function usePaneRows(
  panes: readonly Pane[],
  order: DocumentOrder | undefined,
  words: string,
): { readonly lights: LitLatents; readonly columns: readonly PaneRows[] } {
  const latent = useWorkbench((state) => state.latent)
  const lines = useWorkbench((state) => state.lines)
  const { lens } = useScope()
  const found = useLitLatents()
  const key = JSON.stringify(found)
  // oxlint-disable-next-line react/exhaustive-deps -- the key says all that is in it
  const lights = useMemo(() => found, [key])
  const { on } = lights
  const columns = useMemo(() => {
    const beside = on.filter((each): each is number => each !== null && each !== latent)
    return panes.map((pane, index): PaneRows => ({
      source: sourceOf(pane, lens === undefined ? {} : { lens }),
      ordinals: order?.ordinals[index] ?? nothing,
      order: order === undefined ? '' : orderName(order),
      // Of one that is switched off nothing is asked: the excerpt is about what is lit.
      latent: latent !== null && on.includes(latent) ? latent : null,
      beside,
      words: words.trim(),
      characters: askedCharacters[lines],
    }))
  }, [panes, order, latent, on, words, lines, lens])
  return { lights, columns }
}
