import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { adoptLensLabels, labelEvidence, labelHistory, setLabel } from '../../../src/main/engine/operations/label-operations.ts'
import { ProjectWriting } from '../../../src/main/engine/operations/project-writing.ts'
import { recordLens } from '../../../src/main/engine/store/lenses.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeTinyLens } from '../../support/tiny-lens.ts'

const written = {
  latent: 3,
  label: 'the word "but"',
  origin: 'language-model',
  score: 0.9,
  scoreHard: 0.7,
  sameAs: 1,
  examples: ['small, <<but>> good'],
}
const counted = { latent: 5, label: 'tokens " but"', origin: 'statistics' }

/** A project in which a lens with these labels has just begun to read. */
async function adopted() {
  const folder = temporaryFolder()
  const home = join(folder, 'home')
  const lensFolder = join(home, 'lenses', 'tiny')
  writeTinyLens(lensFolder)
  writeFileSync(join(lensFolder, 'labels.jsonl'), `${JSON.stringify(written)}\n${JSON.stringify(counted)}\n`)
  const place = { folder, store: folder, resources: folder, home, version: 'test', host: 'test' }
  const nothing = () => {}
  const project = new ProjectWriting(place, {
    startProcess: () => {
      throw new Error('nothing is read here')
    },
    changed: nothing,
    jobs: nothing,
    logBug: nothing,
  })
  onTestFinished(() => project.close())
  const lens = await openLens(lensFolder)
  const { name, hash, title, dSae, hook } = lens
  const stored = recordLens(project.db, { name, hash, title, folder: lensFolder, manifest: {}, dSae, hook })
  await adoptLensLabels(project, stored, () => lens.labels())
  return { project, lensFolder }
}

test('scores come into the project with the labels', async () => {
  const { project } = await adopted()
  expect(labelHistory(project, { latent: 3, lens: 'tiny' })).toMatchObject([
    { text: written.label, origin: 'language-model', score: 0.9 },
  ])
  expect(labelHistory(project, { latent: 5, lens: 'tiny' })).toMatchObject([
    { text: counted.label, origin: 'statistics', score: null },
  ])
})

test('what a label rests on is looked up in the lens, also where a person wrote another', async () => {
  const { project } = await adopted()
  setLabel(project, { latent: 3, lens: 'tiny', text: 'mine', notes: '' })
  const { latent: _, ...evidence } = written
  expect(await labelEvidence(project, { latent: 3, lens: 'tiny' })).toEqual(evidence)
  expect(await labelEvidence(project, { latent: 5, lens: 'tiny' })).toEqual({
    label: counted.label,
    origin: 'statistics',
    score: null,
    scoreHard: null,
    sameAs: null,
    examples: [],
  })
  expect(await labelEvidence(project, { latent: 4, lens: 'tiny' })).toBeNull()
  await expect(labelEvidence(project, { latent: 99, lens: 'tiny' })).rejects.toMatchObject({ code: 'not-found' })
})

test('without the lens there is no evidence', async () => {
  const { project, lensFolder } = await adopted()
  rmSync(lensFolder, { recursive: true })
  expect(await labelEvidence(project, { latent: 3, lens: 'tiny' })).toBeNull()
})
