import { hashPair } from '../numerics/hash-pair.ts'

/**
 * The seed of each thing that is left to chance, from the one that was asked for. They must differ: documents drawn and shown by one hash
 * would be shown in the order in which they were drawn, side by side, and halves cut by the hash that cuts the sets of evidence
 * (`splitDocuments`) would leave whole sets empty.
 */
const purposes = { halves: 1, draw: 2, shown: 3, windows: 4 } as const

export function seedFor(purpose: keyof typeof purposes, seed: number, number = 0): number {
  return hashPair(hashPair(seed, 0x51f0 + purposes[purpose]), number)
}
