import type { ComponentType } from 'react'
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
export type AskOf<Kind extends ModelAsk['kind']> = Extract<ModelAsk, { readonly kind: Kind }>
/** The few choices of a request, above its plan: each change is planned anew. */
export type AskFields<Kind extends ModelAsk['kind']> = ComponentType<{
  readonly request: AskOf<Kind>
  readonly onChange: (request: AskOf<Kind>) => void
}>

/** Which latents: those that answer a condition, those of the table, or the one that is open. */
export type LatentPick = 'unlabelled' | 'unscored' | 'below' | 'starred' | 'table' | 'latent'

/** Labels of latents: which of them, and how, is chosen in the dialog. */
export type LatentsAsk = {
  readonly does: 'label' | 'score'
  /** The latent table as it is searched and sorted. */
  readonly table: LatentTable
  /** The latent that is open; null without one. */
  readonly latent: number | null
  /** What is chosen to begin with; absent: the usual one. */
  readonly pick?: LatentPick
}

export type Asking = {
  /** Counts the dialogs, so that each plans anew. */
  readonly opening: number
  readonly of:
    { readonly request: ModelAsk; readonly Fields: AskFields<ModelAsk['kind']> | null } | { readonly latents: LatentsAsk }
  readonly settle: (job: Job | null) => void
}

export const useAsking = create<{ readonly asking: Asking | null }>()(() => ({ asking: null }))
let opening = 0

/**
 * Shows what a request would send where and at what cost; only the user's confirmation there sends it.
 *
 * @param Fields its choices, where the user has some
 * @returns the job that carries it out; null where the user went away
 */
export const askModels = <Kind extends ModelAsk['kind']>(
  request: AskOf<Kind>,
  Fields: AskFields<Kind> | null = null,
): Promise<Job | null> => open({ request, Fields: Fields as AskFields<ModelAsk['kind']> | null })

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
