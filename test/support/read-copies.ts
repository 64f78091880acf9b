import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, onTestFinished } from 'vitest'
import { latentsInput } from '../../src/contract/latents.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { copyDemo, demoLines, finished, resources, testEngine } from './demo-project.ts'
import { suiteFolder, temporaryFolder } from './temporary-folder.ts'

export type ReadCopy = { readonly project: string; readonly home: string; open(): Promise<Engine> }

/** Answers of assistant A that stand in the project twice, the second time with a sentence at their end, under other ids and without prompt. */
export const repeated = 24

/**
 * The demo's answers, or those of some corpora, and the repeated ones, read once for all tests of a file; each gets a copy of its own, with a home
 * of its own.
 */
export function readCopies(corpora: readonly ('assistant-a' | 'assistant-b')[] = ['assistant-a', 'assistant-b']): () => ReadCopy {
  const original = suiteFolder()
  beforeAll(() => readWithRepeats(original, corpora), 120_000)
  return () => {
    const folder = temporaryFolder()
    cpSync(original, folder, { recursive: true })
    const project = join(folder, 'project')
    return {
      project,
      home: join(folder, 'home'),
      async open() {
        const engine = testEngine(folder)
        onTestFinished(() => engine.close())
        await engine.operations.project.open({ folder: project })
        return engine
      },
    }
  }
}

/**
 * The bundled lens as one whose labels were counted from text, in a folder of resources: a project keeps the labels that its lens had at first. What
 * models write takes the place of such labels, and of better ones only where it scores higher.
 */
function countedLabels(folder: string): string {
  const lens = join(folder, 'resources', 'lenses', 'etalon-small')
  cpSync(join(resources, 'lenses', 'etalon-small'), lens, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(lens, 'lens.json'), 'utf8')) as object
  writeFileSync(join(lens, 'lens.json'), JSON.stringify({ ...manifest, labels: 'labels.jsonl' }))
  const lines = Array.from({ length: 4096 }, (_, latent) => ({ latent, label: `tokens "${latent}"`, origin: 'statistics' }))
  writeFileSync(join(lens, 'labels.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'))
  return join(folder, 'resources')
}

async function readWithRepeats(folder: string, corpora: readonly string[]): Promise<void> {
  const engine = testEngine(folder, countedLabels(folder))
  const project = copyDemo(folder)
  const lines = demoLines('assistant-a')
    .slice(0, repeated)
    .map((line) => JSON.parse(line) as { text: string })
  writeFileSync(
    join(project, 'repeats.jsonl'),
    lines.map(({ text }, at) => `${JSON.stringify({ id: `again-${at}`, text: `${text} I hope that this helps.` })}\n`).join(''),
  )
  await engine.operations.project.open({ folder: project })
  await finished(engine, await engine.operations.corpora.import({}))
  await finished(engine, await engine.operations.corpora.encode({ channel: 'text', corpora: [...corpora, 'repeats'] }))
  await engine.close()
  rmSync(join(folder, 'resources'), { recursive: true })
}

/** Latents that are present in some documents, more than a share of them, and absent from others, by number: what labels can be made and scored for. */
export async function usualLatents({ operations }: Engine, count: number, least = 0.25): Promise<readonly number[]> {
  const { rows } = await operations.latents.list(latentsInput.parse({ sort: 'latent', descending: false, limit: 100_000 }))
  const usual = rows.filter(({ documentFrequency }) => documentFrequency > least && documentFrequency < 0.6)
  if (usual.length < count) throw new Error(`the lens has only ${usual.length} usual latents`)
  return usual.slice(0, count).map(({ latent }) => latent)
}
