import type { MarkedBefore } from '../../contract/latent-table.ts'
import { toldAct } from './acts.ts'
import { api } from './api.ts'
import { notifyError } from './notices.ts'

type OfLens = { readonly lens?: string }
type Change = Omit<MarkedBefore[number], 'latent'>

/** Stars or flags many latents at once, as one act that can be undone. */
export async function markLatents(of: OfLens, latents: readonly number[], change: Change, said: string): Promise<void> {
  const marks = latents.map((latent) => ({ latent, ...change }))
  try {
    const before = await api.latents.mark.mutate({ ...of, marks })
    toldAct(
      {
        title: said,
        undo: () => api.latents.mark.mutate({ ...of, marks: before }),
        redo: () => api.latents.mark.mutate({ ...of, marks }),
      },
      said,
    )
  } catch (error) {
    notifyError(error)
  }
}
