import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { exportLabelsInput, importLabelsInput, type LabelFormat, labelFormats } from '../../../src/contract/label-files.ts'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { exportLabels } from '../../../src/main/engine/operations/label-export.ts'
import { compareWithFile, importLabels, undoImport } from '../../../src/main/engine/operations/label-import.ts'
import { ProjectWriting } from '../../../src/main/engine/operations/project-writing.ts'
import type { NewLabel } from '../../../src/main/engine/store/label-changes.ts'
import { currentLabels, labelHistory } from '../../../src/main/engine/store/labels.ts'
import { labelRecords } from '../../../src/main/engine/store/label-records.ts'
import { recordLens } from '../../../src/main/engine/store/lenses.ts'
import { addLabels } from '../../support/add-labels.ts'
import { suiteFolder, temporaryFolder } from '../../support/temporary-folder.ts'
import { tiny, writeTinyLens } from '../../support/tiny-lens.ts'

type Version = Partial<NewLabel> & Pick<NewLabel, 'latent' | 'text'>
const unscored = { scoreMethod: null, examples: [] }

const home = suiteFolder()
const lensFolder = join(home, 'lenses', 'tiny')
beforeAll(() => {
  writeTinyLens(lensFolder)
  const config = join(lensFolder, 'sae', 'cfg.json')
  const metadata = { model_name: 'tiny-model', neuronpedia_id: 'tiny/1-res-t' }
  writeFileSync(config, JSON.stringify({ ...(JSON.parse(readFileSync(config, 'utf8')) as object), metadata }))
})

/** A project that a tiny lens read, its SAE named in its config, with these versions of labels. */
async function projectWith(versions: readonly Version[] = []) {
  const folder = temporaryFolder()
  let changes = 0
  const nothing = () => {}
  const project = new ProjectWriting(
    { folder, store: folder, resources: folder, home, version: 'test', host: 'test' },
    {
      startProcess: () => {
        throw new Error('nothing is read here')
      },
      changed: () => changes++,
      jobs: nothing,
      logBug: nothing,
    },
  )
  onTestFinished(() => project.close())
  const { name, hash, title, dSae, hook } = await openLens(lensFolder)
  const { lens } = recordLens(project.db, { name, hash, title, folder: lensFolder, manifest: {}, dSae, hook })
  addLabels(
    project.db,
    versions.map((each) => ({ lens, notes: '', origin: 'language-model', author: 'gpt', ...each })),
  )
  const at = (file: string) => resolve(folder, file)
  return {
    project,
    at,
    changes: () => changes,
    texts: () => new Map([...currentLabels(project.db, lens)].map(([latent, { text }]) => [latent, text])),
    history: (latent: number) =>
      labelHistory(project.db, lens, latent).map(({ text, origin, author }) => `${origin} ${author}: ${text}`),
    records: () => labelRecords(project.db, lens),
    take: (file: string, options: object = {}) =>
      importLabels(project, importLabelsInput.parse({ lens: 'tiny', file: at(file), ...options })),
    compare: (file: string) => compareWithFile(project, { lens: 'tiny', file: at(file) }),
    put: (options: object) => exportLabels(project, exportLabelsInput.parse({ lens: 'tiny', ...options })),
    file: (name: string, content: string) => writeFileSync(at(name), content),
  }
}

const difficult: readonly Version[] = [
  { latent: 1, text: 'early', score: 0.6, source: { scoreMethod: 'detection', examples: ['a <<b>>'] } },
  { latent: 1, text: '=SUM("a,b")', notes: 'two\r\nlines', origin: 'person', author: 'anna' },
  { latent: 1, text: 'later, by a machine', source: unscored },
  { latent: 4, text: 'four', score: -0.25, source: { scoreMethod: 'correlation', examples: [] } },
  { latent: 5, text: 'withdrawn' },
  { latent: 5, text: '', origin: 'person', author: 'anna' },
  { latent: tiny.dSae - 1, text: '👋 “last”', origin: 'statistics', author: 'tiny' },
]

const fileName: Readonly<Record<LabelFormat, string>> = {
  jsonl: 'labels.jsonl.gz',
  json: 'labels.json',
  csv: 'labels.csv',
  neuronpedia: 'labels.jsonl',
  goodfire: 'goodfire.csv',
  'goodfire-json': 'goodfire.json',
  saedashboard: 'dashboard.json',
  delphi: 'delphi',
}

describe('labels go from one project into another', () => {
  test.each(labelFormats)('%s', async (format) => {
    const from = await projectWith(difficult)
    const to = await projectWith()
    const out = to.at(fileName[format])
    expect(await from.put({ format, out })).toMatchObject({ labels: 3, versions: 3, format, text: null, out })
    expect(await to.take(fileName[format])).toMatchObject({ format, added: 3, equal: 0, written: 3, skipped: { count: 0 } })
    expect(to.texts()).toEqual(from.texts())
    expect(await from.compare(out)).toMatchObject({ equal: 3, added: 0 })
    expect(await to.take(fileName[format])).toMatchObject({ written: 0, equal: 3 })
    expect(to.changes()).toBe(1)
  })

  test('a folder of Neuronpedia’s', async () => {
    const from = await projectWith(difficult)
    const to = await projectWith()
    const { leftOut } = await from.put({ format: 'neuronpedia', out: to.at('dump') })
    expect(leftOut).toMatch(/^Neuronpedia’s layout has no room for origins/)
    expect(statSync(to.at('dump/explanations')).isDirectory()).toBe(true)
    expect(await to.take('dump')).toMatchObject({ added: 3, about: { model: 'tiny', sae: '1-res-t', dSae: tiny.dSae } })
    expect(to.texts()).toEqual(from.texts())
  })

  test.each(['jsonl', 'json', 'csv'] as const)('%s with every version, whose they are, scores and examples', async (format) => {
    const from = await projectWith(difficult)
    const to = await projectWith()
    expect(await from.put({ format, history: true, out: to.at('all') })).toMatchObject({ labels: 3, versions: 5, leftOut: null })
    expect(await to.take('all', { keepPersons: true })).toMatchObject({ added: 3, written: 5 })
    const told = (all: typeof from) =>
      all
        .records()
        .filter(({ latent }) => latent !== 5)
        .map(({ latent, text, notes, origin, author, scores, examples, current }) =>
          JSON.stringify([latent, text, notes, origin, author, scores, examples, current]),
        )
        .sort()
    expect(told(to)).toEqual(told(from))
  })

  test('a person’s label comes in as an import unless it is one’s own', async () => {
    const from = await projectWith([{ latent: 1, text: 'one', origin: 'person', author: 'anna' }])
    const to = await projectWith()
    await from.put({ out: to.at('a.jsonl') })
    await to.take('a.jsonl')
    expect(to.history(1)).toEqual(['import anna: one'])
  })
})

describe('where another label stands', () => {
  const standing: readonly Version[] = [
    { latent: 1, text: 'mine', origin: 'person', author: 'anna' },
    { latent: 2, text: 'a machine’s' },
    { latent: 3, text: 'same' },
    { latent: 4, text: '', origin: 'person', author: 'anna' },
    { latent: 6, text: 'scored', origin: 'person', author: 'anna' },
  ]
  const file = 'latent,label,score\n1,one,\n2,two,\n3,same,\n4,four,\n5,five,\n6,scored,0.8\n'
  const started = async () => {
    const project = await projectWith(standing)
    project.file('a.csv', file)
    return project
  }

  test('a comparison lists it and writes nothing', async () => {
    const project = await started()
    const before = project.records()
    expect(await project.compare('a.csv')).toMatchObject({
      format: 'csv',
      added: 1,
      scored: 1,
      equal: 1,
      otherSae: null,
      conflicts: {
        person: 2,
        machine: 1,
        first: [
          { latent: 1, against: 'person', standing: { text: 'mine', author: 'anna' }, incoming: { text: 'one', score: null } },
          { latent: 2, against: 'machine', standing: { text: 'a machine’s' }, incoming: { text: 'two' } },
          { latent: 4, against: 'person', standing: { text: '' }, incoming: { text: 'four' } },
        ],
      },
    })
    expect(project.records()).toEqual(before)
    expect(project.changes()).toBe(0)
  })

  test.each([
    ['keep', { taken: 0, both: 0, kept: 3 }, ['mine', 'a machine’s', undefined]],
    ['take', { taken: 3, both: 0, kept: 0 }, ['one', 'two', 'four']],
    ['both', { taken: 0, both: 3, kept: 0 }, ['mine', 'a machine’s', undefined]],
  ] as const)('%s', async (conflicts, counts, texts) => {
    const project = await started()
    expect(await project.take('a.csv', { conflicts })).toMatchObject({ added: 1, scored: 1, equal: 1, conflicts: counts })
    const now = project.texts()
    expect([1, 2, 4].map((latent) => now.get(latent))).toEqual(texts)
    expect([3, 5, 6].map((latent) => now.get(latent))).toEqual(['same', 'five', 'scored'])
    expect(project.history(1).some((version) => version === 'import a.csv: one')).toBe(conflicts !== 'keep')
    // again, nothing is new
    const before = project.records()
    expect(await project.take('a.csv', { conflicts })).toMatchObject({ added: 0, scored: 0, written: 0 })
    expect(project.records()).toEqual(before)
  })

  test('each as it was chosen', async () => {
    const project = await started()
    const each = [
      { latent: 1, choice: 'take' },
      { latent: 2, choice: 'both' },
      { latent: 5, choice: 'keep' },
    ]
    expect(await project.take('a.csv', { each })).toMatchObject({ conflicts: { taken: 1, both: 1, kept: 1 }, added: 1 })
    expect(project.history(1)[0]).toMatch(/^person .*: one$/)
    expect(project.history(2)).toEqual(['language-model gpt: a machine’s', 'import a.csv: two', 'language-model gpt: a machine’s'])
  })
})

describe('labels of another SAE', () => {
  const line = (fields: object) => `${JSON.stringify({ index: '1', description: 'one', ...fields })}\n`
  test.each([
    ['model', line({ modelId: 'gpt2-small', layer: '1-res-t' }), /they are of the model gpt2-small, not of tiny-model/],
    ['layer', line({ modelId: 'tiny', layer: '5-res-t' }), /another layer/],
    ['width', line({ d_sae: 64 }), /64 latents/],
    ['hook', line({ hook_name: 'blocks.0.hook_resid_post' }), /while tiny reads blocks.1.hook_resid_post/],
    ['lens', line({ lens: '0123456789ab' }), /written for the lens 0123456789ab/],
  ])('%s: refused, told by a comparison, taken anyway', async (_, content, why) => {
    const project = await projectWith()
    project.file('a.jsonl', content)
    await expect(project.take('a.jsonl')).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(why) as string })
    expect(project.texts().size).toBe(0)
    expect((await project.compare('a.jsonl')).otherSae).toMatch(why)
    expect(await project.take('a.jsonl', { anyway: true })).toMatchObject({ added: 1 })
  })

  test.each([
    ['its names in the config', { modelId: 'tiny', layer: '1-res-t' }],
    ['the model’s own name', { modelId: 'tiny-model', layer: '1-res-t' }],
    ['the lens’s name', { layer: 'tiny' }],
  ])('%s fit', async (_, fields) => {
    const project = await projectWith()
    project.file('a.jsonl', line(fields))
    expect(await project.take('a.jsonl')).toMatchObject({ added: 1 })
  })
})

describe('hostile files', () => {
  test('rows that hold no label are told, at most a hundred, the others are taken', async () => {
    const project = await projectWith()
    const bad = ['nonsense', '{"latent":-1,"label":"a"}', '[]', '{"latent":{},"label":"a"}', `{"__proto__":{"latent":3}}`]
    const content = Array.from({ length: 300 }, (_, at) => `${bad[at % bad.length]}\n`).join('')
    const good = `{"latent":1,"label":"'; DROP TABLE labels; --"}\n`
    project.file('a.jsonl', `${good.repeat(2)}${'{"latent":2,"label":"two"}\n'.repeat(400)}${content}`)
    const done = await project.take('a.jsonl')
    expect(done.skipped.count).toBe(450)
    expect(done.skipped.first.length).toBe(100)
    expect(done.skipped.first[0]).toMatchObject({ file: 'a.jsonl', line: 253 })
    expect([...project.texts()]).toEqual([
      [1, "'; DROP TABLE labels; --"],
      [2, 'two'],
    ])
  })

  test.each([
    ['', /is empty/],
    ['hello', /neither JSON/],
    ['{"latent":900,"label":"a"}\n', /latents up to 900, but this lens has 32/],
    ['\0\0\0\0', /binary data/],
  ])('%j is refused and leaves nothing', async (content, why) => {
    const project = await projectWith()
    project.file('a', content)
    await expect(project.take('a', { anyway: true })).rejects.toThrow(why)
    await expect(project.compare('a')).rejects.toThrow(why)
    expect(project.changes()).toBe(0)
  })
})

describe('where an export is written', () => {
  test('never over something else', async () => {
    const project = await projectWith([{ latent: 1, text: 'one' }])
    const out = project.at('new/a.csv')
    await project.put({ format: 'csv', out })
    await project.put({ format: 'csv', out })
    await expect(project.put({ format: 'jsonl', out })).rejects.toMatchObject({ code: 'conflict' })
    await expect(project.put({ format: 'json', out: project.at('new') })).rejects.toThrow(/is a folder/)
    await expect(project.put({ format: 'delphi', out: project.at('new') })).rejects.toMatchObject({ code: 'conflict' })
    await expect(project.put({ format: 'json', out: join(out, 'b.json') })).rejects.toMatchObject({ code: 'bad-input' })
    expect(existsSync(join(project.at('new'), '.a.csv.etalon-draft'))).toBe(false)
    expect(readFileSync(out, 'utf8')).toContain('1,one,')
  })

  test('as text without a place, but a folder needs one', async () => {
    const project = await projectWith([{ latent: 1, text: 'one' }])
    expect(await project.put({ format: 'goodfire' })).toMatchObject({ text: 'index_in_sae,label\r\n1,one\r\n', out: null })
    await expect(project.put({ format: 'delphi' })).rejects.toThrow(/a folder with a file for each latent/)
  })
})

test('many labels come in while others write, all at once, and are taken back as one', async () => {
  const { project, at, file } = await projectWith()
  const { db } = project
  const size = 3000
  const wide = {
    name: 'wide',
    hash: 'wide',
    title: '',
    folder: at('nowhere'),
    manifest: {},
    dSae: size,
    hook: 'blocks.2.hook_resid_post',
  }
  const { lens } = recordLens(db, wide)
  const own = (latent: number): NewLabel => ({ lens, latent, text: 'mine', notes: '', origin: 'person', author: 'anna' })
  addLabels(db, [own(7)])
  file('wide.csv', ['latent,label', ...Array.from({ length: size }, (_, latent) => `${latent},label ${latent}`)].join('\n'))
  const request = importLabelsInput.parse({ lens: 'wide', file: at('wide.csv'), conflicts: 'take' })
  const taking = importLabels(project, request)
  let taken = false
  void taking.then(() => (taken = true))
  const seen = new Set<number>()
  let added = false
  while (!taken) {
    seen.add(currentLabels(db, lens, 0, 20).size)
    // Of the last latents, whose turn comes late, and newer than what the file says of them.
    if (!added && Number(db.prepare('SELECT count(*) FROM labels').pluck().get()) > 1000) {
      addLabels(db, [own(8), own(size - 1)])
      added = true
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  const done = await taking
  expect(done).toMatchObject({ written: size + 2, conflicts: { taken: 2 } })
  expect([...seen].sort((a, b) => a - b)).toEqual([1, 2])
  const texts = [7, 8, 9, size - 1].map((latent) => currentLabels(db, lens).get(latent)?.text)
  expect(texts).toEqual(['label 7', 'mine', 'label 9', 'mine'])
  expect(undoImport(project, { import: done.import!, redo: false })).toMatchObject({ versions: done.written, undone: true })
  expect([...currentLabels(db, lens)].map(([latent]) => latent)).toEqual([7, 8, size - 1])
  undoImport(project, { import: done.import!, redo: true })
  expect(currentLabels(db, lens).size).toBe(size)
  expect(await importLabels(project, importLabelsInput.parse({ lens: 'wide', file: at('wide.csv') }))).toMatchObject({
    written: 0,
    import: null,
  })
})
