import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readLensLabels } from '../../../src/main/engine/lens/lens-labels.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const rows = [
  {
    latent: 0,
    label: 'the word "but" after a comma',
    origin: 'language-model',
    score: 0.9,
    scoreHard: 0.7,
    examples: ['small, <<but>> good', 'late,<< but>>⏎'],
  },
  { latent: 3, label: 'a comma, then “but”', origin: 'language-model', score: 1, sameAs: 0, examples: [] },
  { latent: 7, label: 'tokens " but"', origin: 'statistics' },
]
const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')

function written(content: string | Buffer): string {
  const file = join(temporaryFolder({}), 'labels')
  writeFileSync(file, content)
  return file
}

test.for([
  ['plain', text],
  ['gzipped', gzipSync(text)],
] as const)('reads labels with scores and phrases, %s', async ([, content]) => {
  expect(await readLensLabels(written(content), 8)).toEqual(rows)
})

test('a line without origin is an import', async () => {
  expect(await readLensLabels(written('{"latent":1,"label":"x"}'), 8)).toEqual([{ latent: 1, label: 'x', origin: 'import' }])
})

test.for([{ score: 1.5 }, { scoreHard: -0.1 }, { sameAs: 8 }, { sameAs: 0.5 }, { examples: 'one' }, { examples: [1] }])(
  'refuses %j',
  async (wrong) => {
    const file = written(`${text}${JSON.stringify({ latent: 1, label: 'x', ...wrong })}\n`)
    await expect(readLensLabels(file, 8)).rejects.toMatchObject({
      code: 'lens-invalid',
      message: expect.stringContaining('Row 4') as string,
    })
  },
)

test('says so when a gzipped file is cut short', async () => {
  const whole = gzipSync(text)
  await expect(readLensLabels(written(whole.subarray(0, whole.length - 12)), 8)).rejects.toMatchObject({
    code: 'lens-invalid',
    message: expect.stringContaining('damaged') as string,
  })
})
