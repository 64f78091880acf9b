import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ExportedLabels,
  type ImportedLabels,
  type LabelComparison,
  labelFormats,
  type LabelImport,
} from '../../src/contract/label-files.ts'
import { labelsCommand } from '../../src/main/cli/commands/label.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { etalon } from '../support/command-line.ts'
import { copyDemo, finished, testEngine } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
const at = (name: string) => join(folder, name)
const project = copyDemo(folder)
let engine: Engine
let labelled: number
beforeAll(async () => {
  engine = testEngine(folder)
  await engine.operations.project.open({ folder: project })
  await finished(engine, await engine.operations.corpora.import({}))
  await finished(engine, await engine.operations.corpora.encode({ corpora: ['assistant-a'], channel: 'prompt' }))
  await engine.operations.labels.set({ latent: 7, text: '=1+1, "quoted"', notes: 'why\n\nindeed' })
  labelled = (await engine.operations.labels.export({ format: 'jsonl', history: false })).labels
}, 300_000)
afterAll(() => engine.close())

/** `etalon labels …` on the open project. */
async function labels<Json>(action: string, ...args: readonly string[]): Promise<{ readonly json: Json; readonly text: string }> {
  const { options } = labelsCommand
  const { positionals, values } = parseArgs({ args: [action, project, ...args], options, allowPositionals: true })
  const outcome = await labelsCommand.run({ positionals, values, engine, progress: () => {}, stdin: () => Promise.resolve('') })
  return { json: outcome.json as Json, text: outcome.text }
}

/** What a layout leaves where it is put there. */
const places = { neuronpedia: 'dump', delphi: 'delphi', jsonl: 'all.jsonl.gz', csv: 'all.csv' } as const

describe('labels of the demo, out and in again', () => {
  test.each(labelFormats)('%s', async (format) => {
    const out = at(format in places ? places[format as keyof typeof places] : `${format}.json`)
    const put = await labels<ExportedLabels>('export', out, '--format', format)
    expect(put.json).toMatchObject({ labels: labelled, versions: labelled, out })
    expect(put.text).toMatch(/^[\d,]+ labels written to /)
    expect(put.text.includes('has no room for')).toBe(!['jsonl', 'json', 'csv'].includes(format))
    const { json, text } = await labels<LabelComparison>('import', out, '--compare')
    expect(json).toMatchObject({ format, equal: labelled, added: 0, scored: 0, otherSae: null, skipped: { count: 0 } })
    expect(json.conflicts).toEqual({ person: 0, machine: 0, first: [] })
    expect(text).toContain('nothing was written')
    expect((await labels<ImportedLabels>('import', out)).json).toMatchObject({ written: 0 })
  })

  test('by the ending of the name, with the history, and to the terminal', async () => {
    const own = (await labels('export', at('mine.csv'), '--history')).text
    expect(own).toMatch(/labels and [\d,]+ earlier versions? written/)
    expect(readFileSync(at('mine.csv'), 'utf8')).toMatch(/^latent,label,/)
    expect((await labels('export', '--format', 'goodfire')).text).toMatch(/^index_in_sae,label\r\n/)
    await expect(labels('export', at('mine.csv'))).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('a file with other labels is compared, then taken', async () => {
  const rows = ['7,seven', '8,eight', '9,nine', 'x,ten', '11', ...Array.from({ length: 20 }, (_, row) => `-${row + 1},a`)]
  writeFileSync(at('other.csv'), `latent,label\n${rows.join('\n')}\n`)
  const compared = await labels<LabelComparison>('import', at('other.csv'), '--compare')
  const { person, machine } = compared.json.conflicts
  expect(person).toBe(1)
  expect(machine + compared.json.added).toBe(2)
  expect(compared.text).toMatch(/latent +label here +by +label in the file\n +7 +=1\+1, "quoted" /)
  expect(compared.text).toContain(
    '22 rows skipped:\n  other.csv, line 5, has x as its latent, which is not a whole number from 0 on',
  )
  expect(compared.text).toContain('  and 12 more')

  const kept = await labels<ImportedLabels>('import', at('other.csv'))
  expect(kept.json).toMatchObject({ written: compared.json.added, conflicts: { taken: 0, both: 0, kept: 1 + machine } })
  expect(kept.text).toContain('--conflicts take')
  const taken = await labels<ImportedLabels>('import', at('other.csv'), '--conflicts', 'take')
  expect(taken.json).toMatchObject({ conflicts: { taken: 1 + machine, both: 0, kept: 0 } })
  const [now] = await engine.operations.labels.history({ latent: 7 })
  expect(now).toMatchObject({ text: 'seven', origin: 'person', change: 'taken from other.csv', current: true })
  expect((await labels<ImportedLabels>('import', at('other.csv'), '--conflicts', 'both')).json).toMatchObject({
    written: 0,
    equal: 3,
  })
  const listed = await labels<readonly LabelImport[]>('imports')
  expect(listed.json).toMatchObject([
    { file: 'other.csv', versions: taken.json.written },
    ...(kept.json.import === null ? [] : [{}]),
  ])
  expect((await labels('import', '--undo', String(taken.json.import))).text).toContain('(other.csv) is undone')
  expect((await engine.operations.labels.history({ latent: 7 })).find(({ current }) => current)?.text).toBe('=1+1, "quoted"')
  expect((await labels('import', '--redo', String(taken.json.import))).json).toMatchObject({ undone: false })
  expect((await engine.operations.labels.history({ latent: 7 })).find(({ current }) => current)?.text).toBe('seven')
  await expect(labels('import', at('other.csv'), '--conflicts', 'all')).rejects.toThrow('--conflicts takes keep, take or both')
})

test('as scripts see it: labels of another SAE, hostile files, wrong words', async () => {
  await engine.close()
  const run = (...args: string[]) => etalon(['labels', ...args, '--json'], { home: at('home') })
  writeFileSync(at('gpt2.jsonl'), '{"modelId":"gpt2-small","layer":"6-res-jb","index":"10","description":"ten"}\n')
  const refused = await run('import', project, at('gpt2.jsonl'))
  expect(refused).toMatchObject({ code: 1, json: { error: { code: 'conflict' } } })
  expect(refused.stderr).toContain('gpt2.jsonl holds labels of another SAE: they are of the model gpt2-small, not of')
  const anyway = await run('import', project, at('gpt2.jsonl'), '--anyway', '--conflicts', 'take')
  expect(anyway).toMatchObject({ code: 0, json: { format: 'neuronpedia', written: 1 } })
  writeFileSync(at('binary'), Buffer.alloc(4096))
  expect(await run('import', project, at('binary'))).toMatchObject({ code: 1, json: { error: { code: 'bad-input' } } })
  expect((await run('export', project, at('x.jsonl'), '--format', 'xml')).code).toBe(2)
  expect(existsSync(at('x.jsonl'))).toBe(false)
}, 120_000)
