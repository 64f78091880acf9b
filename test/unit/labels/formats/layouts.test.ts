import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLabels } from '../../../../src/main/engine/labels/formats/read-labels.ts'
import { refuseOtherSae } from '../../../../src/main/engine/labels/formats/refuse-other-sae.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { target } from './label-target.ts'

const golden = join(import.meta.dirname, '../../../golden/labels')
const expected = JSON.parse(readFileSync(join(golden, 'expected.json'), 'utf8')) as {
  readonly labels: Readonly<Record<string, string>>
  readonly balancedAccuracy: Readonly<Record<string, number>>
}

const read = (path: string) => readLabels(path, target)
const current = ({ labels }: Awaited<ReturnType<typeof readLabels>>) =>
  Object.fromEntries(labels.filter((label) => label.current).map(({ latent, text }) => [latent, text]))

describe('files as other tools leave them', () => {
  test.each([
    ['neuronpedia', 'neuronpedia', { model: 'gpt2-small', sae: '6-res-jb', hook: 'blocks.6.hook_resid_pre', dSae: 32 }],
    ['neuronpedia/explanations', 'neuronpedia', { model: 'gpt2-small', sae: '6-res-jb', dSae: 32 }],
    ['goodfire.csv', 'goodfire', { model: null, sae: null }],
    ['goodfire.json', 'goodfire', { model: null, sae: null }],
    ['goodfire-map.json', 'goodfire-json', { model: null, sae: null }],
    ['saedashboard', 'saedashboard', { model: 'gpt2-small', sae: '6-res-jb' }],
    ['saedashboard/batch-0.json', 'saedashboard', { model: 'gpt2-small', sae: '6-res-jb' }],
    ['delphi', 'delphi', { model: null, sae: 'layers.5' }],
    ['delphi/explanations', 'delphi', { model: null, sae: 'layers.5' }],
  ])('%s', async (path, format, about) => {
    const found = await read(join(golden, path))
    expect(current(found)).toEqual(expected.labels)
    expect(found).toMatchObject({ format, about, skipped: 0, problems: [], changed: 0 })
    refuseOtherSae(path, found.about, target)
  })

  test('Neuronpedia: authors, methods and earlier explanations', async () => {
    const { labels } = await read(join(golden, 'neuronpedia'))
    expect(
      labels.filter(({ latent }) => latent === 10).map(({ text, author, change, current: last }) => [text, author, change, last]),
    ).toEqual([
      ['an earlier explanation', 'gpt-3.5-turbo', 'oai_token-act-pair', false],
      [expected.labels['10'], 'gpt-4o-mini', 'oai_token-act-pair', true],
    ])
  })

  test('Neuronpedia: one feature of its API, with scores', async () => {
    const { labels, about } = await read(join(golden, 'neuronpedia-feature.json'))
    expect(about).toMatchObject({ model: 'gpt2-small', sae: '6-res-jb', hook: 'blocks.6.hook_resid_pre' })
    expect(labels).toMatchObject([
      {
        latent: 3,
        text: expected.labels['3'],
        at: '2024-05-07T20:24:31.812Z',
        scores: [{ method: 'eleuther_recall', value: 0.8125 }],
      },
    ])
  })

  test('delphi: balanced accuracy of the judged examples', async () => {
    const { labels } = await read(join(golden, 'delphi'))
    for (const [latent, value] of Object.entries(expected.balancedAccuracy)) {
      const { scores = [] } = labels.find((label) => label.latent === Number(latent)) ?? {}
      expect(scores.map(({ method }) => method)).toEqual(['detection', 'fuzzing'])
      for (const score of scores) expect(score.value).toBeCloseTo(value, 12)
    }
    expect(labels.find(({ latent }) => latent === 30)?.scores).toEqual([])
  })

  test('delphi: of several modules that of the lens is read; an unclear one is refused', async () => {
    const folder = temporaryFolder({
      'explanations/layers.6_latent1.txt': '"six"',
      'explanations/layers.7_latent1.txt': '"seven"',
      'explanations/layers.7.mlp_latent1.txt': '"mlp"',
    })
    expect(current(await read(folder))).toEqual({ 1: 'six' })
    await expect(readLabels(folder, { dSae: 32, hook: 'blocks.7.hook_resid_post' })).rejects.toThrow(/3 modules .* not clear/)
  })

  test('the name of a file says nothing, its content does', async () => {
    const folder = temporaryFolder()
    cpSync(join(golden, 'goodfire.csv'), join(folder, 'labels.json'))
    expect(current(await read(join(folder, 'labels.json')))).toEqual(expected.labels)
    writeFileSync(join(folder, 'a.csv'), '{"latent":1,"label":"one"}\n{"latent":2,"label":"two"}')
    expect(current(await read(join(folder, 'a.csv')))).toEqual({ 1: 'one', 2: 'two' })
  })

  test.each([
    ['lines', '{"index":"3","description":"three"}\n{"feature_index":4,"label":"four"}\n', { 3: 'three', 4: 'four' }],
    ['one line', '{"latent":3,"label":"three"}', { 3: 'three' }],
    ['a map', '{"7":"seven", "8": {"label": "eight", "id": "x"}}', { 7: 'seven', 8: 'eight' }],
    ['a map in a key', '{"name": "x", "labels": {"7": "seven"}}', { 7: 'seven' }],
    ['objects over lines', '{\n "latent": 1,\n "label": "a"\n}\n{\n "latent": 2, "label": "b"}', { 1: 'a', 2: 'b' }],
    ['a table with a mark', '\ufeffidx,label\r\n2,"two, ""quoted"""\r\n', { 2: 'two, "quoted"' }],
    ['tabs without a header', '5\tfive, six\n6\t"seven"\n', { 5: 'five, six', 6: 'seven' }],
    ['semicolons', 'Latent ID;Label\n5;five\n', { 5: 'five' }],
    ['names with capitals', 'Feature_ID,Label,F1_Score\n5,five,0.5\n', { 5: 'five' }],
    ['a table from pandas', ',index,feature,label\n0,0,5,five\n1,1,6,six\n', { 5: 'five', 6: 'six' }],
    [
      'an embedding',
      '{"index":"4","description":"say \\"embedding\\": \\"[\\"","embedding":[0.1, 2]}\n',
      { 4: 'say "embedding": "["' },
    ],
    [
      'a label like a key',
      '{"latent":4,"label":"embedding"}\n{"label":"embedding" ,"latent":5}\n',
      { 4: 'embedding', 5: 'embedding' },
    ],
    ['list of explanations', '{"explanations":[{"index":"4","description":"four"}]}', { 4: 'four' }],
  ])('%s', async (_, content, labels) => {
    const folder = temporaryFolder({ file: content })
    const found = await read(join(folder, 'file'))
    expect(current(found)).toEqual(labels)
    expect(found.problems).toEqual([])
  })

  test('UTF-16, as spreadsheets save it', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.txt'), Buffer.from('\ufefflatent\tlabel\r\n3\tdrei ÄÖ 👋\r\n', 'utf16le'))
    expect(current(await read(join(folder, 'a.txt')))).toEqual({ 3: 'drei ÄÖ 👋' })
  })
})
