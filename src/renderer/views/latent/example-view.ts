import { create } from 'zustand'
import type { Context } from './excerpt-window.ts'

/** How examples are shown: the same from latent to latent. */
export const useExampleView = create<{ readonly kind: 'top' | 'quantile'; readonly context: Context }>()(() => ({
  kind: 'top',
  context: 'snippet',
}))
