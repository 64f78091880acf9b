import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../../src/main/engine/engine.ts'
import { gatherEvidence } from '../../src/main/engine/labels/evidence/gather-evidence.ts'
import { evidenceSets } from '../../src/main/engine/labels/evidence/split-documents.ts'
import { storedEvidence } from '../../src/main/engine/operations/models/stored-evidence.ts'
import { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { readDocumentPooled } from '../../src/main/engine/store/activations/read-document.ts'
import { listEncodings } from '../../src/main/engine/store/encodings.ts'
import { readDemo, resources } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
let engine: Engine
let project: ProjectReading

beforeAll(async () => {
  const read = await readDemo(folder)
  engine = read.engine
  project = new ProjectReading({
    folder: read.project,
    store: null,
    resources,
    home: join(folder, 'home'),
    version: 'test',
    host: 'test',
  })
})
afterAll(async () => {
  await project.close()
  await engine.close()
})

test('evidence of the demo shows latents where they are present, silent ones where they are silent, answers to one prompt in one set', async () => {
  const evidence = await storedEvidence(project, { channel: 'text', seed: 1 })
  const { source, parting } = evidence
  expect(source.documents).toBe(128)
  expect(parting.by).not.toEqual([])
  expect(evidence.corpora).toEqual([
    { corpus: 'assistant-a', documents: 64 },
    { corpus: 'assistant-b', documents: 64 },
  ])
  for (let at = 0; at < 64; at++) expect(source.sets[at + 64]).toBe(source.sets[at])
  for (const size of parting.sets) expect(size).toBeGreaterThan(20)

  // What the store says of each document by itself, not by way of latents.
  const encodings = ['assistant-a', 'assistant-b'].map((name) => {
    const corpus = evidence.documentRef(name === 'assistant-a' ? 0 : 64).corpus
    expect(corpus).toBe(name)
    return listEncodings(project.db).find(
      ({ identity }) => (evidence.fingerprint as { encodings: string[] }).encodings[name === 'assistant-a' ? 0 : 1] === identity,
    )!
  })
  const pooled = Array.from({ length: 128 }, (_, at) => {
    const { latents, maxima } = readDocumentPooled(project.db, encodings[at < 64 ? 0 : 1]!.encoding, at % 64)
    return new Map(Array.from(latents, (latent, place) => [latent, maxima[place]!]))
  })
  const counts = new Map<number, number>()
  for (const of of pooled) for (const latent of of.keys()) counts.set(latent, (counts.get(latent) ?? 0) + 1)
  const latents = [...counts]
    .filter(([, count]) => count >= 15 && count <= 90)
    .map(([latent]) => latent)
    .slice(0, 50)
  expect(latents).toHaveLength(50)
  await evidence.prepare(latents)
  for (const latent of latents) {
    const postings = source.postings(latent)
    const active = [...pooled.keys()].filter((document) => pooled[document]!.has(latent))
    expect(Array.from(postings.documents)).toEqual(active)
    expect(Array.from(postings.maxima)).toEqual(active.map((document) => pooled[document]!.get(latent)))
    const drawn = evidenceSets.map((set) => gatherEvidence(source, latent, { set, seed: 1 }))
    expect(evidenceSets.map((set) => gatherEvidence(source, latent, { set, seed: 1 }))).toEqual(drawn)
    const groups = drawn.flatMap(({ documents }) => Array.from(documents, (document) => source.groups[document]))
    expect(new Set(groups).size).toBe(groups.length)
    for (const { activating, silent } of drawn) {
      for (const { document, maximum, marked } of activating) {
        expect(maximum).toBe(pooled[document]!.get(latent))
        expect(maximum).toBeGreaterThan(source.threshold(latent))
        expect(marked).toContain(1)
      }
      for (const { document, kind, active: on } of silent) {
        if (kind !== 'gap') expect(pooled[document]!.has(latent)).toBe(false)
        expect(on).not.toContain(1)
      }
    }
  }
})
