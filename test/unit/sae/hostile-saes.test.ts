import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { openSae } from '../../../src/main/engine/sae/open-sae.ts'
import { encodeResiduals } from '../../support/encode-residuals.ts'
import { goldenSaes } from '../../support/golden-saes.ts'
import { mutateBytes } from '../../support/mutate-bytes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Mutations of checkpoints of all formats. `ETALON_FUZZ=100000` for the long run. */
const mutations = Number(process.env['ETALON_FUZZ'] ?? 200)

/** What takes the place of some value of a config. */
const hostile: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1,
  7,
  2 ** 31,
  2 ** 53,
  1e99,
  '',
  'topk',
  'groupmax',
  'relu',
  'jumprelu',
  'gated',
  'inference',
  'token-wise',
  '__proto__',
  'constructor',
  '\ud800',
  'x'.repeat(2_000),
  [],
  {},
  [[]],
]

test(
  'a checkpoint that was damaged or made with intent is opened or refused in a sentence',
  { timeout: 24 * 3_600_000 },
  async () => {
    const random = seededRandom(21)
    const saes = goldenSaes().map((golden) => {
      const folder = join(temporaryFolder(), 'sae')
      const isFile = statSync(golden.path).isFile()
      cpSync(golden.path, isFile ? join(folder, basename(golden.path)) : folder, { recursive: true })
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
      return { golden, folder, files: files.map((each) => join(each.parentPath, each.name)) }
    })
    const outcomes = { opened: 0, refused: 0 }
    for (let count = 0; count < mutations; count++) {
      const { golden, folder, files } = saes[count % saes.length]!
      const path = files[Math.floor(random() * files.length)]!
      const whole = readFileSync(path)
      writeFileSync(path, path.endsWith('.json') && random() < 0.7 ? withMutatedValue(whole, random) : mutateBytes(whole, random))
      try {
        const { encoder } = await openSae(folder, golden.settings)
        expect([encoder.bias.length, encoder.weights.shape]).toEqual([encoder.dSae, [encoder.dIn, encoder.dSae]])
        // Some of them to the end: a session takes longer than all the rest.
        if (count % 20 === 0 && encoder.dIn === golden.x[0]?.length) await encodeResiduals(encoder, golden.x)
        outcomes.opened++
      } catch (error) {
        if (!(error instanceof Failure)) throw new Error(`mutation ${count} of ${path}`, { cause: error })
        expect(error.message.length).toBeLessThan(2_000)
        outcomes.refused++
      }
      writeFileSync(path, whole)
    }
    // A mutator that only ever breaks the outermost layer would test nothing.
    expect(Math.min(outcomes.opened, outcomes.refused)).toBeGreaterThan(mutations / 10)
  },
)

/** A config with one value, at any depth, replaced by another or left out. */
function withMutatedValue(whole: Uint8Array, random: () => number): string {
  const root: unknown = JSON.parse(new TextDecoder().decode(whole))
  const places: { owner: Record<string, unknown>; key: string }[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const owner = value as Record<string, unknown>
    for (const key of Object.keys(owner)) {
      places.push({ owner, key })
      visit(owner[key])
    }
  }
  visit(root)
  const place = places[Math.floor(random() * places.length)]
  if (place === undefined) return '{}'
  if (random() < 0.2) delete place.owner[place.key]
  else place.owner[place.key] = hostile[Math.floor(random() * hostile.length)]
  return JSON.stringify(root)
}
