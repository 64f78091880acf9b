import { describe, expect, test } from 'vitest'
import { latentsAt } from '../../../src/renderer/views/try-it/latents-at.ts'
import { lightsOf, litPositions, noLights, strongestPosition, toggled } from '../../../src/renderer/widgets/light-slots.ts'

const light = (latent: number, positions: readonly number[], activations: readonly number[]) => ({
  latent,
  label: null,
  activation: Math.max(...activations),
  tokens: positions.length,
  positions: Int32Array.from(positions),
  activations: Float32Array.from(activations),
})

describe('light slots', () => {
  test('a latent keeps its place while others come and go', () => {
    let slots = noLights(3)
    for (const latent of [7, 8, 9]) slots = toggled(slots, latent)
    expect(slots).toEqual([7, 8, 9])
    expect(toggled(slots, 8)).toEqual([7, null, 9])
    expect(toggled(toggled(slots, 8), 5)).toEqual([7, 5, 9])
    expect(toggled(slots, 5)).toEqual([7, 8, 5])
  })

  test('lights are found by latent, in the order of places', () => {
    const lights = lightsOf([9, null, 7], [light(7, [1, 12], [1, 2]), light(9, [3, 4], [5, 4])])
    expect(lights.map(({ positions }) => [...positions])).toEqual([[3, 4], [], [1, 12]])
    expect([...litPositions(lights)]).toEqual([1, 3, 4, 12])
    expect(strongestPosition(lights)).toBe(3)
    expect(strongestPosition(lightsOf([1], []))).toBeNull()
  })

  test('the latents of a token of a text just read, strongest first', () => {
    const read = { latents: [light(1, [0, 2], [0.5, 1]), light(2, [2], [3]), light(3, [1], [9])] }
    expect(latentsAt(read, 2)).toEqual([
      { latent: 2, label: null, activation: 3, tokens: 1 },
      { latent: 1, label: null, activation: 1, tokens: 1 },
    ])
    expect(latentsAt(read, 5)).toEqual([])
  })
})
