import { create } from 'zustand'
import type { z } from 'zod'
import type { Job } from '../../contract/jobs.ts'
import type { modelRequest } from '../../contract/model-requests.ts'
import type { LatentTable } from './row-queries.ts'

/** As the contract takes it: defaults may be left out. */
export type ModelInput = z.input<typeof modelRequest>
type WithoutEndpoint<Input> = Input extends ModelInput ? Omit<Input, 'endpoint'> & { readonly endpoint?: string } : never
/** What a language model is to be asked; without an endpoint the user chooses one. */
export type ModelAsk = WithoutEndpoint<ModelInput>

/** Labels of latents: which of them, and how, is chosen in the dialog. */
export type LatentsAsk = {
  readonly does: 'label' | 'score'
  /** The latent table as it is searched and sorted. */
  readonly table: LatentTable
  /** The latent that is open; null without one. */
  readonly latent: number | null
}

export type Asking = {
  /** Counts the dialogs, so that each plans anew. */
  readonly opening: number
  readonly of: { readonly request: ModelAsk } | { readonly latents: LatentsAsk }
  readonly settle: (job: Job | null) => void
}

export const useAsking = create<{ readonly asking: Asking | null }>()(() => ({ asking: null }))
let opening = 0

/**
 * Shows what a request would send where and at what cost; only the user's confirmation there sends it.
 *
 * @returns the job that carries it out; null where the user went away
 */
export const askModels = (request: ModelAsk): Promise<Job | null> => open({ request })

/** The same for labels of latents, which the dialog has settings for. */
export const askAboutLatents = (latents: LatentsAsk): Promise<Job | null> => open({ latents })

function open(of: Asking['of']): Promise<Job | null> {
  settleAsking(null)
  return new Promise((settle) => useAsking.setState({ asking: { opening: ++opening, of, settle } }))
}

/** Closes the dialog, with the job it started. */
export function settleAsking(job: Job | null): void {
  useAsking.getState().asking?.settle(job)
  useAsking.setState({ asking: null })
}

const kept = 'etalon.endpoint'

/** The endpoint asked last on this machine; null before the first time. */
export function lastEndpoint(): string | null {
  return localStorage.getItem(kept)
}

export function keepEndpoint(name: string): void {
  try {
    localStorage.setItem(kept, name)
  } catch {
    // A full or forbidden storage costs only that it has to be chosen again.
  }
}
