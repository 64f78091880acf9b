import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../../src/contract/failure.ts'
import { readLabels } from '../../../../src/main/engine/labels/formats/read-labels.ts'
import { suiteFolder, temporaryFolder } from '../../../support/temporary-folder.ts'
import { target } from './label-target.ts'

const folder = suiteFolder()
let written = 0
function read(content: string | Uint8Array) {
  const path = join(folder, `file-${written++}`)
  writeFileSync(path, content)
  return readLabels(path, target)
}
const good = '{"latent":1,"label":"one"}\n'

describe('rows that hold no label are listed with their line', () => {
  test.each([
    ['nonsense', 2, /is not valid JSON/],
    ['{"latent":-1,"label":"a"}', 2, /has -1 as its latent/],
    ['{"latent":2.5,"label":"a"}', 2, /has 2.5 as its latent/],
    ['{"latent":"1e3","label":"a"}', 2, /has 1e3 as its latent/],
    ['{"latent":1e9,"label":"a"}', 2, /is of latent 1000000000, but the last one of this lens is 31/],
    ['{"latent":1e400,"label":"a"}', 2, /has Infinity as its latent/],
    ['{"latent":99999999999999999999,"label":"a"}', 2, /as its latent/],
    ['{"latent":{"a":1},"label":"a"}', 2, /has an object as its latent/],
    ['{"label":"a"}', 2, /has no latent/],
    ['{"latent":2}', 2, /has no label/],
    ['{"latent":2,"label":7}', 2, /has a label that is not text/],
    ['{"latent":2,"label":"  "}', 2, /has an empty label/],
    ['{"latent":2,"explanations":[5]}', 2, /neither text nor an object/],
    ['[1]', 2, /is not a JSON object/],
    ['null', 2, /is not a JSON object/],
    ['\n\n{"latent":"x","label":"a"}', 4, /has x as its latent/],
  ])('%s', async (line, at, reason) => {
    const found = await read(`${good}${line}\n${good.replace('1', '3')}`)
    expect(found.labels.map(({ latent }) => latent)).toEqual([1, 3])
    expect(found.skipped).toBe(1)
    expect(found.problems).toEqual([
      { file: expect.any(String) as string, line: at, reason: expect.stringMatching(reason) as string },
    ])
  })

  test('in a table', async () => {
    const found = await read('latent,label\n1,one\n2,two, three\n"4\n4",x\n\n-5,five\n6,"six"\n')
    expect(found.labels.map(({ latent, text }) => [latent, text])).toEqual([
      [1, 'one'],
      [6, 'six'],
    ])
    expect(found.problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '3 has 3 cells where the header has 2: a comma or a quote in a label may lack quotes around it',
      '4 has 4\n4 as its latent, which is not a whole number from 0 on',
      '7 has -5 as its latent, which is not a whole number from 0 on',
    ])
  })

  test('in a map and in a list over lines', async () => {
    const map = await read('{\n"1": "one",\n"-1": "a",\n"1.5": "b",\n"2": null,\n"3": [],\n"4": "four"}')
    expect(map.labels.map(({ latent }) => latent)).toEqual([1, 4])
    expect(map.problems.map(({ line }) => line)).toEqual([3, 4, 5, 6])
    const list = await read(
      '[\n{"latent": 1,\n "label": "one"},\n5,\n{"latent": 2, "label": "t\\q"},\n{"latent": 3, "label": "three"}\n]',
    )
    expect(list.labels.map(({ latent }) => latent)).toEqual([1, 3])
    expect(list.problems.map(({ line }) => line)).toEqual([4, 5])
  })
})

describe('what is broken costs itself alone, or is refused in a sentence', () => {
  test('gzip that breaks off, or is damaged', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `{"latent":${at % 32},"label":"${Math.sin(at)}"}\n`).join('')
    const packed = gzipSync(lines.slice(0, 250_000))
    const short = await read(packed.subarray(0, packed.length / 2)).catch((error: unknown) => error)
    expect(short).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ reason: expect.stringMatching(/gzip data is cut short/) as string }),
      ]) as unknown,
    })
    await expect(read(gzipSync(good).subarray(0, 15))).rejects.toThrow(/gzip data is cut short/)
    await expect(read(Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(50, 0xff)]))).rejects.toThrow(/damaged|cut short/)
  })

  test('a line, a value and a record that are too large', async () => {
    const huge = 'x'.repeat(17 << 20)
    const lines = await read(`${good}{"latent":2,"label":"${huge}"}\n${good.replace('1', '3')}`)
    expect(lines.labels.map(({ latent }) => latent)).toEqual([1, 3])
    expect(lines.problems).toMatchObject([{ line: 2, reason: 'is larger than 16 MiB' }])
    const list = await read(`[{"latent":1,"label":"one"},\n{"latent":2,"label":"${huge}"}]`)
    expect(list.problems).toMatchObject([{ line: 2, reason: expect.stringMatching(/larger than 16 MiB/) as string }])
    const table = await read(`latent,label\n1,one\n2,"${huge}\n3,three\n`)
    expect(table.labels.map(({ latent }) => latent)).toEqual([1, 2, 3])
    expect(table.notices).toMatchObject([{ line: 3, reason: expect.stringMatching(/characters, more than 400/) as string }])
  })

  test('JSON a hundred thousand deep', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    expect((await read(`${good}{"latent":2,"label":${deep}}\n${good}`)).labels.length).toBe(2)
    await expect(read(deep)).rejects.toThrow(Failure)
    await expect(read('{"labels":'.repeat(100_000))).rejects.toThrow(Failure)
    await expect(read('{"a":'.repeat(100_000))).rejects.toThrow(Failure)
  })

  test('long labels, NUL and halves of characters', async () => {
    const whole = `${'word '.repeat(100)}👋`
    const found = await read(`${good}{"latent":2,"label":"${whole}","notes":"n"}\n{"latent":3,"label":"a\\u0000b\\ud800"}\n`)
    const [, long, odd] = found.labels
    expect(long?.text.length).toBeLessThanOrEqual(400)
    expect(long?.text.endsWith('word…')).toBe(true)
    expect(long?.notes).toBe(`${whole}\n\nn`)
    expect(odd?.text).toBe('a\ufffdb\ufffd')
    expect(found.changed).toBe(2)
    expect(found.notices.map(({ line }) => line)).toEqual([2, 3])
  })

  test('a latent many times: the last counts, the others are its history, up to a bound', async () => {
    const twice = await read(`${good}{"latent":1,"label":"uno"}\n`)
    expect(twice.labels.map(({ text, current }) => [text, current])).toEqual([
      ['one', false],
      ['uno', true],
    ])
    expect(twice.notices).toMatchObject([{ line: 2, reason: expect.stringMatching(/one more label of latent 1/) as string }])
    const many = await read(good.repeat(2000))
    expect(many.labels.length).toBe(250)
    expect(many.skipped).toBe(1750)
    expect(many.problems.length).toBe(1000)
  })

  test.each([
    ['', /is empty/],
    ['\n\n', /neither JSON/],
    ['hello world', /neither JSON, JSON Lines nor a table/],
    ['a,b\n1,2\n', /neither JSON, JSON Lines nor a table/],
    ['latent,label\n', /holds no label/],
    ['{}', /holds no label/],
    ['[]', /holds no label/],
    ['{"features":[{"feature_index":1}]}', /holds no label: line 1 has no label/],
    ['{"latent":1', /holds no label/],
    ['%PDF-1.4', /PDF/],
    [Buffer.alloc(1000), /binary data/],
    [`{"latent":40,"label":"a"}\n{"latent":65535,"label":"a"}\n`, /latents up to 65,535, but this lens has 32 latents/],
  ])('refused: %#', async (content, sentence) => {
    const error = await read(content).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(Failure)
    expect((error as Failure).message).toMatch(sentence)
    expect((error as Failure).hint).not.toBe('')
  })

  test('a file of a folder that cannot be read is listed, labels of different SAEs are refused', async () => {
    const mixed = temporaryFolder({ 'a.jsonl': good, 'b.jsonl': 'nothing', 'c.csv': 'latent,label\n2,two\n', 'README.md': 'x' })
    const found = await readLabels(mixed, target)
    expect(found.labels.map(({ latent }) => latent)).toEqual([1, 2])
    expect(found.problems).toEqual([
      { file: 'b.jsonl', line: null, reason: 'is neither JSON, JSON Lines nor a table with a latent and a label column' },
    ])
    const row = (layer: string) => `{"modelId":"gpt2-small","layer":"${layer}","index":"1","description":"x"}\n`
    await expect(read(row('6-res-jb') + row('7-res-jb'))).rejects.toThrow(/different SAEs: 6-res-jb and 7-res-jb/)
    await expect(readLabels(temporaryFolder({ 'a.txt': 'x' }), target)).rejects.toThrow(/holds no file with labels/)
    await expect(readLabels(join(folder, 'absent'), target)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('reading ends when it is told to', async () => {
    const path = join(folder, 'aborted')
    writeFileSync(path, good)
    await expect(readLabels(path, { ...target, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })

  test('bytes at random, and good files with bytes changed, end in labels or in a Failure', async () => {
    const seeds = [
      '[{"latent":1,"label":"one"},{"latent":2,"label":"two"}]',
      good.repeat(3),
      'latent,label\n1,"o""ne"\n2,two\n',
      '{"1":"a","2":{"label":"b"}}',
    ]
    const spoiled = fc
      .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }))
      .map(([seed, changes]) => {
        const bytes = Buffer.from(seed)
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        return bytes
      })
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), spoiled), async (bytes) => {
        const outcome = await read(bytes).catch((error: unknown) => error)
        expect(outcome instanceof Failure || typeof outcome === 'object').toBe(true)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Failure)
      }),
      { numRuns: 60 },
    )
  })
})
