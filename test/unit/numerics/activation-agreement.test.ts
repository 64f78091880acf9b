import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ActivationBlock } from '../../../src/main/engine/numerics/activation-block.ts'
import { activationAgreement } from '../../../src/main/engine/numerics/activation-agreement.ts'

const [tokens, dSae] = [7, 5]
/** Three documents, one of them without tokens. */
const tokenStarts = Uint32Array.of(0, 3, 3, tokens)

/** Activations by token and latent, 0 where there is none. */
type Dense = readonly (readonly number[])[]

function blockOf(dense: Dense): ActivationBlock {
  const entries = dense.flatMap((row, token) => row.flatMap((value, latent) => (value > 0 ? [{ token, latent, value }] : [])))
  return {
    firstOrdinal: 0,
    documentCount: tokenStarts.length - 1,
    tokenStarts,
    tokenIds: new Int32Array(dense.length),
    starts: new Int32Array(dense.length),
    ends: new Int32Array(dense.length),
    activationToken: Uint32Array.from(entries, (each) => each.token),
    activationLatent: Uint32Array.from(entries, (each) => each.latent),
    activationValue: Float32Array.from(entries, (each) => each.value),
  }
}

const readings = fc.array(fc.array(fc.constantFrom(0, 0, 0, 0.5, 1, 2, 4), { minLength: dSae, maxLength: dSae }), {
  minLength: tokens,
  maxLength: tokens,
})

/** Pairs in both and pairs in either. */
function overlap(a: readonly boolean[], b: readonly boolean[]): number {
  const both = a.filter((each, at) => each && b[at]).length
  const either = a.filter((each, at) => each || b[at]).length
  return either === 0 ? 1 : both / either
}

function presence(dense: Dense, thresholds: Float32Array): boolean[] {
  return [...tokenStarts.subarray(0, -1)].flatMap((start, document) =>
    Array.from(thresholds, (threshold, latent) =>
      dense.slice(start, tokenStarts[document + 1]).some((row) => (row[latent] ?? 0) > threshold),
    ),
  )
}

test('is what a search through every pair gives', () => {
  const limits = fc.array(fc.constantFrom(0, 1, 3), { minLength: dSae, maxLength: dSae })
  fc.assert(
    fc.property(readings, readings, limits, (exact, other, limit) => {
      const thresholds = Float32Array.from(limit)
      const found = activationAgreement(blockOf(exact), blockOf(other), thresholds)
      const [a, b] = [exact.flat(), other.flat()]
      const shared = a.map((value, at) => [value, b[at] ?? 0] as const).filter(([x, y]) => x > 0 && y > 0)
      const norm = (values: readonly number[]) => Math.hypot(...values)
      expect(found).toMatchObject({ documents: 3, tokens })
      expect(found.active).toBeCloseTo(
        overlap(
          a.map((each) => each > 0),
          b.map((each) => each > 0),
        ),
        12,
      )
      const error = shared.length === 0 ? 0 : norm(shared.map(([x, y]) => y - x)) / norm(shared.map(([x]) => x))
      expect(found.relativeError).toBeCloseTo(error, 12)
      expect(found.present).toBeCloseTo(overlap(presence(exact, thresholds), presence(other, thresholds)), 12)
    }),
  )
})

test('a reading agrees with itself wholly, and so do two of nothing', () => {
  const thresholds = new Float32Array(dSae)
  const same = blockOf([[1, 0, 2, 0, 0], ...Array.from({ length: tokens - 1 }, () => [0, 1, 0, 0, 3])])
  expect(activationAgreement(same, same, thresholds)).toEqual({ documents: 3, tokens, active: 1, relativeError: 0, present: 1 })
  const empty = blockOf(Array.from({ length: tokens }, () => [0, 0, 0, 0, 0]))
  expect(activationAgreement(empty, empty, thresholds)).toEqual({ documents: 3, tokens, active: 1, relativeError: 0, present: 1 })
  expect(activationAgreement(same, empty, thresholds)).toMatchObject({ active: 0, relativeError: 0, present: 0 })
})

test('readings of different tokens cannot be compared', () => {
  expect(() => activationAgreement(blockOf([[1]]), blockOf([[1], [1]]), new Float32Array(dSae))).toThrow('1 and 2 tokens')
})
