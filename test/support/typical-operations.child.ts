// Does what a person does in a project, in a process that can be watched: `typical-operations.child.ts FOLDER URL [PLAN]`. Prints the plan's id;
// given one, carries it out and does nothing else.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clusterInput } from '../../src/contract/clusters.ts'
import { correlateInput } from '../../src/contract/correlations.ts'
import { diffInput } from '../../src/contract/differences.ts'
import { keepInput, reportInput } from '../../src/contract/findings.ts'
import { endpointSchema } from '../../src/contract/language-models.ts'
import { examplesInput } from '../../src/contract/latents.ts'
import { modelRequest } from '../../src/contract/model-requests.ts'
import { searchInput } from '../../src/contract/search.ts'
import { demoLines, finished, testEngine } from './demo-project.ts'

const [folder = '', url = '', confirmed] = process.argv.slice(2)
const engine = testEngine(folder)
const { project, corpora, documents, latents, labels, languageModels, review, analyses, findings } = engine.operations
const everything = { corpora: ['assistant-a', 'assistant-b'] }
/** Line breaks, an exclamation mark, a list: what the answers of assistant B have. */
const of = { latents: [202, 267, 492, 821] }
const request = (endpoint: string) => modelRequest.parse({ kind: 'label', endpoint, of })

if (confirmed === undefined) {
  await project.lenses()
  mkdirSync(join(folder, 'project'))
  for (const [corpus, rows] of [['assistant-a', 24] as const, ['assistant-b', 8] as const])
    writeFileSync(join(folder, 'project', `${corpus}.jsonl`), demoLines(corpus).slice(0, rows).join('\n'))
  await project.open({ folder: join(folder, 'project') })
  await finished(engine, await corpora.import({}))
  await finished(engine, await corpora.encode({ channel: 'text' }))
  await documents.get({ corpus: 'assistant-a', ordinal: 0, limit: 20 })
  await documents.read({ text: 'Only read here.', limit: 5 })
  const { examples } = await latents.examples(examplesInput.parse({ latent: 12 }))
  await labels.set({ latent: 12, text: `of ${examples.length} examples`, notes: '' })
  await labels.history({ latent: 12 })
  await analyses.diff(diffInput.parse({ target: { corpora: ['assistant-a'] }, against: [{ corpora: ['assistant-b'] }] }))
  await analyses.correlate(correlateInput.parse({ group: everything }))
  await analyses.cluster(clusterInput.parse({ group: everything }))
  await analyses.search(searchInput.parse({ group: everything, query: 'cooking' }))
  await findings.keep(keepInput.parse({ kind: 'latent', latent: 12 }))
  await findings.report(reportInput.parse({}))
  for (const endpoint of [
    { name: 'near', url, model: 'scripted-model' },
    { name: 'far', url: 'https://models.example.org/v1', model: 'a-model', keyVariable: 'FAR_KEY' },
  ])
    await languageModels.saveEndpoint(endpointSchema.parse(endpoint))
  await languageModels.endpoints()
  await languageModels.plan({ request: modelRequest.parse({ kind: 'check', endpoint: 'far' }) })
  const far = await languageModels.plan({ request: request('far') })
  const near = await languageModels.plan({ request: request('near') })
  // What was shown of one endpoint confirms nothing of another.
  const refused = await languageModels.run({ request: request('near'), plan: far.id, budget: {} }).catch((error: Error) => error)
  if (!(refused instanceof Error)) throw new Error('a plan that was not confirmed was carried out')
  await review.queue({ kind: 'unlabelled', limit: 5 })
  await languageModels.prompts()
  process.stdout.write(near.id)
} else {
  await project.open({ folder: join(folder, 'project') })
  await finished(engine, await languageModels.run({ request: request('near'), plan: confirmed, budget: {} }))
}
await engine.close()
