import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { fence, fenceCode, type Fenced } from '../../src/main/engine/labels/prompts/fence.ts'

/** A document of each side, which belong together. */
export type Row = readonly [target: string, other: string]

export type Request = { readonly system: string; readonly user: string; readonly maxOutputTokens: number }
type Noticed = { readonly more: 'first' | 'second'; readonly text: string }

/** Rows whose differences are summed up in one request (paper, appendix D.1). */
const rowsPerSummary = 100

const noticed = z.object({ more: z.enum(['first', 'second']), text: z.string() })
const proposedAnswer = z.object({ differences: z.array(noticed) })
const summaryAnswer = z.object({ hypotheses: z.array(noticed) })

/**
 * Has a language model find by itself how two sides differ, as the paper's baseline does (appendix D.1, LLM-S): what it notices row by row,
 * summed up a hundred rows at a time, and the summaries once more.
 */
export async function findAlone(
  rows: readonly Row[],
  { most, ask }: { readonly most: number; ask(stage: 'propose' | 'summarise', request: Request): Promise<string> },
): Promise<readonly Noticed[]> {
  const proposed: (readonly Noticed[])[] = []
  for (const [first, second] of rows) {
    const documents = [
      { heading: 'document of the first set', text: first },
      { heading: 'document of the second set', text: second },
    ]
    const answer = await ask('propose', { ...rendered('propose', { documents }), maxOutputTokens: 1500 })
    proposed.push(proposedAnswer.parse(JSON.parse(answer)).differences)
  }
  const sumUp = async (lines: readonly Noticed[]): Promise<readonly Noticed[]> => {
    const text = lines.map((line) => `${line.more}: ${line.text}`).join('\n')
    const request = rendered('sum-up', { lines: [{ heading: 'what was noticed', text }], most })
    return summaryAnswer.parse(JSON.parse(await ask('summarise', { ...request, maxOutputTokens: 3000 }))).hypotheses
  }
  const summaries: (readonly Noticed[])[] = []
  for (let from = 0; from < proposed.length; from += rowsPerSummary)
    summaries.push(await sumUp(proposed.slice(from, from + rowsPerSummary).flat()))
  return summaries.length > 1 ? sumUp(summaries.flat()) : (summaries[0] ?? [])
}

function rendered(
  name: 'propose' | 'sum-up',
  values: Readonly<Record<string, number | readonly Fenced[]>>,
): Pick<Request, 'system' | 'user'> {
  const file = readFileSync(new URL(`${name}.md`, import.meta.url), 'utf8')
  const [, , system = '', , user = ''] = file.split(/^# (System|User)[ \t]*$/m)
  const code = fenceCode(Object.values(values).flatMap((value) => (typeof value === 'number' ? [] : value.map(({ text }) => text))))
  const filled = user.trim().replaceAll(/\{\{([a-z]+)\}\}/g, (_, place: string) => {
    const value = values[place]
    return value === undefined ? code : typeof value === 'number' ? String(value) : fence(value, code)
  })
  return { system: system.trim(), user: filled }
}
