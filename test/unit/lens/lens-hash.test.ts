import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FileDigests } from '../../../src/main/engine/lens/file-digests.ts'
import { lensContents, lensHash } from '../../../src/main/engine/lens/lens-hash.ts'
import { parseManifest } from '../../../src/main/engine/lens/manifest.ts'
import { openSae } from '../../../src/main/engine/sae/open-sae.ts'
import { goldenSae } from '../../support/golden-saes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { tinyGraph, tinyWeights } from '../../support/tiny-lens.ts'

test('a setting of the SAE that stands in no file makes another lens', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'layer12.sae.pt')
  cpSync(goldenSae('qwen-scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_8/layer12.sae.pt').path, file)
  writeFileSync(join(folder, 'any'), 'any')
  const manifest = parseManifest(
    JSON.stringify({
      format: 1,
      name: 'qwen',
      reader: { graph: 'any', tokenizer: 'any' },
      hook: 'model.layers.12',
      sae: 'layer12.sae.pt',
      contextSize: 64,
      prependBos: false,
    }),
    'lens.json',
  )
  const hashWith = async (k: number) => {
    const { encoder } = await openSae(file, { k })
    const tokenizer = { tokenizer: join(folder, 'any'), config: null }
    const parts = { graphFile: join(folder, 'any'), graph: tinyGraph(tinyWeights()), encoder, tokenizer, chatTemplate: null }
    return lensHash(manifest, encoder, await lensContents(parts, new FileDigests(null)))
  }
  expect(await hashWith(8)).toBe(await hashWith(8))
  expect(await hashWith(8)).not.toBe(await hashWith(9))
})
