import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/main/cli/commands.ts'
import { type CommandResult, etalon } from '../support/command-line.ts'
import { copyDemo } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
const home = join(folder, 'home')
const project = copyDemo(folder)
const run = (...args: string[]) => etalon([...args, '--json'], { home })
const is = { number: expect.any(Number) as number, text: expect.any(String) as string, list: expect.any(Array) as unknown[] }

/** Each command in the order a user takes them, and the fields that scripts rely on (docs/cli.md). */
const story: readonly (readonly [args: readonly string[], fields: unknown])[] = [
  [
    ['import', project],
    {
      corpora: [
        expect.objectContaining({ name: 'assistant-a', documents: 64, skipped: [], channels: ['text', 'prompt'] }),
        expect.anything(),
      ],
    },
  ],
  [
    ['encode', project],
    {
      encodings: expect.arrayContaining([
        expect.objectContaining({
          corpus: 'assistant-a',
          channel: 'text',
          lens: is.text,
          documents: 64,
          tokens: is.number,
          nonzeros: is.number,
          seconds: is.number,
          device: 'cpu',
        }),
      ]),
    },
  ],
  [['status', project], { corpora: is.list, encodings: is.list, jobs: is.list, lens: is.text }],
  [
    ['latents', project, '--limit', '2', '--sort', 'maxActivation'],
    {
      latents: [0, 1].map(() =>
        expect.objectContaining({
          latent: is.number,
          origin: 'language-model',
          documentFrequency: is.number,
          tokenDensity: is.number,
          maxActivation: is.number,
        }),
      ),
    },
  ],
  [
    ['document', project, 'assistant-b', 'q-05'],
    {
      tokens: expect.arrayContaining([{ text: is.text, start: is.number, end: is.number }]),
      latents: expect.arrayContaining([expect.objectContaining({ latent: is.number, activation: is.number, tokens: is.number })]),
    },
  ],
  [['read', project, 'Great question! 😀'], { tokens: is.list, latents: is.list }],
  [
    ['label', project, '7', 'a label of mine'],
    {
      label: 'a label of mine',
      history: expect.arrayContaining([expect.objectContaining({ text: 'a label of mine', origin: 'person', current: true })]),
    },
  ],
  [['keep', project, 'latent', '7', '--note', 'why'], { finding: expect.objectContaining({ kind: 'latent', note: 'why' }) }],
  [['keep', project, 'document', 'assistant-a', 'q-05'], { finding: expect.objectContaining({ kind: 'document' }) }],
  [
    ['diff', project, '--target', 'assistant-b', '--against', 'assistant-a', '--limit', '3'],
    {
      rows: [0, 1, 2].map(() =>
        expect.objectContaining({
          latent: is.number,
          target: is.number,
          others: [is.number],
          difference: is.number,
          interval: [is.number, is.number],
          expectedFromLength: is.number,
          pValue: is.number,
          qValue: is.number,
          qAdjusted: is.number,
          examples: { target: is.list, others: is.list },
        }),
      ),
      tested: is.number,
      discoveries: is.number,
      adjustedDiscoveries: is.number,
      units: expect.objectContaining({ by: ['id'] }),
      warnings: is.list,
      analysis: 1,
    },
  ],
  [
    ['diff', project, '--corpus', 'assistant-b', '--by', 'topic', '--target', 'cooking', '--examples', '0'],
    { groups: [expect.objectContaining({ name: 'topic cooking' }), expect.objectContaining({ name: 'not topic cooking' })] },
  ],
  [
    ['diff', project, '--trend', 'cooking', 'maths', 'travel', '--by', 'topic', '--limit', '2'],
    { rows: is.list, groups: [expect.anything(), expect.anything(), expect.objectContaining({ name: 'topic travel' })] },
  ],
  [
    ['correlate', project, '--corpus', 'assistant-b', '--between', 'prompt', 'text'],
    { pairs: is.list, tested: is.number, discoveries: is.number },
  ],
  [
    ['cluster', project, '--corpus', 'assistant-a', '--k', '2'],
    {
      clusters: [0, 1].map((id) =>
        expect.objectContaining({ id, name: is.text, size: is.number, latents: is.list, documents: is.list }),
      ),
      unassigned: is.number,
      coverage: is.number,
      axisLatents: [],
    },
  ],
  [
    ['search', project, 'boil an egg', '--corpus', 'assistant-a', '--limit', '1'],
    {
      hits: [expect.objectContaining({ corpus: 'assistant-a', document: is.text, score: is.number, why: is.list })],
      latents: is.list,
    },
  ],
  [
    ['analyses', 'list', project],
    {
      analyses: expect.arrayContaining([
        expect.objectContaining({ kind: 'diff', title: 'assistant-b against assistant-a', stale: null }),
      ]),
    },
  ],
  [['analyses', 'show', project, '1'], { kind: 'diff', result: expect.objectContaining({ tested: is.number }) }],
  [['keep', project, 'cluster', '0'], { finding: expect.objectContaining({ kind: 'cluster' }) }],
  [['analyses', 'remove', project, '1'], { removed: 1 }],
  [['report', project], { markdown: expect.stringContaining('a label of mine'), findings: 3, labels: 1, out: null }],
  [['labels', 'export', project], { labels: is.number, text: expect.stringContaining('a label of mine') }],
  [['lens', 'list'], { lenses: [expect.objectContaining({ bundled: true, problem: null })] }],
]

const results = new Map<string, CommandResult>()
beforeAll(async () => {
  for (const [args] of story) results.set(args.join(' '), await run(...args))
}, 300_000)

test.each(story.map(([args, fields]) => [args.join(' ').replace(project, '<project>'), args.join(' '), fields]))(
  '%s',
  (_, key, fields) => {
    const result = results.get(String(key))
    expect(result?.stderr).not.toContain('a bug')
    expect(result?.code).toBe(0)
    expect(result?.json).toMatchObject(fields as object)
  },
)

test('a latent has what its page shows, and each example spans its token', async () => {
  const { json } = await run('latents', project, '--limit', '1')
  const [{ latent }] = (json as { latents: [{ latent: number }] }).latents
  const page = (await run('latent', project, String(latent))).json as {
    examples: { corpus: string; document: string; text: string; from: number; start: number; end: number }[]
  }
  expect(page).toMatchObject({
    latent,
    history: is.list,
    topTokens: expect.arrayContaining([{ token: is.text, count: is.number, meanActivation: is.number }]),
    neighbours: is.list,
  })
  const rows = new Map(
    ['assistant-a', 'assistant-b'].flatMap((name) =>
      readFileSync(join(project, `${name}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: string; text: string; prompt: string })
        .map((row) => [`${name} ${row.id}`, row]),
    ),
  )
  for (const { corpus, document, text, from, start, end } of page.examples) {
    const row = rows.get(`${corpus} ${document}`)
    const whole = [row?.text, row?.prompt].find((each) => each?.slice(from, from + text.length) === text)
    expect(whole, `${corpus} ${document}`).toBeDefined()
    expect(end).toBeGreaterThan(start)
    expect(start).toBeGreaterThanOrEqual(from)
    expect(end).toBeLessThanOrEqual(from + text.length)
  }
})

test('tokens of a document cover its text', async () => {
  const { tokens, text } = (results.get(`document ${project} assistant-b q-05`) as CommandResult).json as {
    text: string
    tokens: { text: string; start: number; end: number }[]
  }
  // A token that holds part of a character spans the whole of it, so tokens may overlap but leave no gap.
  const end = tokens.reduce((covered, token) => {
    expect(token.start).toBeLessThanOrEqual(covered)
    return Math.max(covered, token.end)
  }, 0)
  expect(end).toBe(text.length)
  expect(tokens.every((token) => text.slice(token.start, token.end) === token.text)).toBe(true)
})

test('a report renders the note and quotes with marks', async () => {
  const out = join(folder, 'report.md')
  expect((await run('report', project, '--out', out)).json).toMatchObject({ out, findings: 3 })
  expect(readFileSync(out, 'utf8')).toContain('\nwhy\n')
  expect((await run('report', project, '--out', out)).code).toBe(0)
  expect(await run('report', project, '--out', join(project, 'assistant-a.jsonl'))).toMatchObject({
    code: 1,
    json: { error: { code: 'conflict' } },
  })
})

describe('exit codes', () => {
  test.each([
    [['nonsense'], 2],
    [['latents'], 2],
    [['latents', 'X', '--sort', 'beauty'], 1],
    [['latent', project, 'seven'], 2],
    [['encode', project, '--unknown'], 2],
    [['document', project, 'nowhere', '1'], 1],
    [['latent', project, '99999999'], 2],
    [['latents', join(folder, 'not-there')], 1],
  ] as const)('%j gives %i', async (args, code) => {
    const result = await run(...args)
    expect(result.code).toBe(code)
    expect(result.stderr).not.toMatch(/\n\s+at /)
    if (code === 1) expect(result.json).toMatchObject({ error: { code: is.text, message: is.text, hint: is.text } })
  })

  test.each(commands.map((command) => [command.name]))('%s explains itself', async (name) => {
    const result = await etalon([name, '--help'], { home })
    expect(result.code).toBe(0)
    expect(result.stdout).toContain(`etalon ${name}`)
    for (const line of result.stdout.matchAll(/^ {2}(--\w+)(.*)$/gm)) expect(line[2]?.replace('…', '').trim(), line[1]).not.toBe('')
  })
})

test('text comes from a pipe, and answers go into one that closes early', async () => {
  const read = await etalon(['read', project, '-', '--json'], { home, stdin: 'from a pipe' })
  expect(read.json).toMatchObject({ text: 'from a pipe' })
})

test('what was read is left as it is when asked again, and a source that did not change is not imported again', async () => {
  expect((await run('import', project)).json).toEqual({ corpora: [] })
  const [again, before] = [await run('encode', project), results.get(`encode ${project}`)]
  expect(again.json).toEqual(before?.json)
})
