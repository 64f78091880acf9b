import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { SaeSettings } from '../../src/main/engine/sae/sae-encoder.ts'

/** Checkpoints of every format with what the libraries that own them encode; test/golden/sae/make.py writes them. */
export const goldenSaeFolder = join(import.meta.dirname, '../golden/sae')

export type GoldenSae = {
  readonly format: string
  /** <format>/<checkpoint> */
  readonly name: string
  readonly path: string
  readonly settings: SaeSettings
  readonly hook: string
  readonly model: string | null
  /** [tokens][dIn] */
  readonly x: readonly (readonly number[])[]
  /** Of each token the activations above 0, by latent. */
  readonly activations: readonly Readonly<Record<string, number>>[]
}

type GoldenFile = {
  x: number[][]
  checkpoints: Record<string, Pick<GoldenSae, 'settings' | 'hook' | 'model' | 'activations'>>
}

export function goldenSaes(): readonly GoldenSae[] {
  const formats = readdirSync(goldenSaeFolder, { withFileTypes: true }).filter((each) => each.isDirectory())
  return formats.flatMap(({ name: format }) => {
    const { x, checkpoints } = JSON.parse(readFileSync(join(goldenSaeFolder, format, 'activations.json'), 'utf8')) as GoldenFile
    return Object.entries(checkpoints).map(([name, golden]) => {
      return { format, name: `${format}/${name}`, path: join(goldenSaeFolder, format, name), x, ...golden }
    })
  })
}

export function goldenSae(name: string): GoldenSae {
  const found = goldenSaes().find((each) => each.name === name)
  if (found === undefined) throw new Error(`${name} is not among the golden SAEs`)
  return found
}

/** The same latents active, and each within a ten-thousandth. */
export function expectActivations(actual: readonly (readonly number[])[], { activations }: GoldenSae): void {
  expect(actual.map((row) => row.flatMap((each, latent) => (each > 0 ? [latent] : [])))).toEqual(
    activations.map((row) => Object.keys(row).map(Number)),
  )
  for (const [token, row] of activations.entries())
    for (const [latent, value] of Object.entries(row))
      expect(Math.abs((actual[token]?.[Number(latent)] ?? NaN) - value)).toBeLessThanOrEqual(1e-4 * Math.max(1, value))
}
