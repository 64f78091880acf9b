import { useEffect } from 'react'
import { create } from 'zustand'

/** Latents that another screen gives to the clusters as their axis, until the clusters take them. */
const useGiven = create<{ readonly latents: readonly number[] | null }>()(() => ({ latents: null }))

export const giveAxis = (latents: readonly number[]): void => useGiven.setState({ latents })

/** Takes what was given, once. */
export function useGivenAxis(take: (latents: readonly number[]) => void): void {
  const given = useGiven((state) => state.latents)
  useEffect(() => {
    if (given === null) return
    useGiven.setState({ latents: null })
    take(given)
    // Only when something is given.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [given])
}
