import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { gatherDocuments, gatherEvidence } from '../../../../src/main/engine/labels/evidence/gather-evidence.ts'
import { evidenceSets, noSet } from '../../../../src/main/engine/labels/evidence/split-documents.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { storedEvidence, type StoredEvidence } from '../../../../src/main/engine/operations/models/stored-evidence.ts'
import { contentHashes } from '../../../../src/main/engine/store/content-hashes.ts'
import { useDocuments } from '../../../../src/main/engine/store/label-documents.ts'
import { beginModelRun } from '../../../../src/main/engine/store/model-runs.ts'
import { reserveDocuments } from '../../../../src/main/engine/store/reserved-documents.ts'
import { write } from '../../../../src/main/engine/store/write.ts'
import { suiteFolder, temporaryFolder } from '../../../support/temporary-folder.ts'
import { tiny } from '../../../support/tiny-lens.ts'
import { type PlantedCorpus, plantedActivations, readProject, type ReadProject, type Row } from './read-project.ts'

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'ke', 'li', 'mo', 'nu', 'the', 'ra']

/** Words from a small alphabet, so that most latents are silent in many texts. */
function sentence(random: () => number, words: number): string {
  const letters = Array.from({ length: 3 }, () => syllables[Math.floor(random() * syllables.length)]!)
  const word = () => Array.from({ length: 1 + Math.floor(random() * 2) }, () => letters[Math.floor(random() * 3)]!).join('')
  return Array.from({ length: words }, word).join(' ')
}

/** Texts, a few of which repeat an earlier one, and a few of which say nothing. */
function texts(seed: number, count: number): string[] {
  const random = seededRandom(seed)
  const made: string[] = []
  while (made.length < count) {
    const drawn = random()
    if (drawn < 0.15 && made.length > 0) made.push(made[Math.floor(random() * made.length)]!)
    else made.push(drawn > 0.98 ? ' ' : sentence(random, 6 + Math.floor(random() * 30)))
  }
  return made
}

const rowsOf = (all: readonly string[]): Row[] => all.map((text) => ({ texts: [text] }))
const oneChannel = (name: string, all: readonly string[]): PlantedCorpus => ({ name, channels: ['text'], rows: rowsOf(all) })

const first = texts(1, 90)
const second = [...texts(2, 60), ...first.slice(0, 10)]
const both = [...first, ...second]

const folder = suiteFolder()
let shared: ReadProject
let evidence: StoredEvidence

beforeAll(async () => {
  shared = await readProject(folder, [oneChannel('a', first), oneChannel('b', second)])
  evidence = await storedEvidence(shared.project, { seed: 1 })
  await evidence.prepare(Array.from({ length: tiny.dSae }, (_, latent) => latent))
}, 60_000)
afterAll(() => shared.close())

/** A project of one test alone. */
async function readAlone(corpora: readonly PlantedCorpus[], strengths?: Parameters<typeof readProject>[2]): Promise<ReadProject> {
  const read = await readProject(temporaryFolder(), corpora, strengths)
  onTestFinished(() => read.close())
  return read
}

const hex = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'))

describe('evidence out of the store', () => {
  test('numbers all corpora through, with postings, texts, tokens and activations as they were read', async () => {
    const { tokenizer, thresholds } = shared
    const { source } = evidence
    expect(source.documents).toBe(both.length)
    expect(evidence.corpora).toEqual([
      { corpus: 'a', documents: first.filter((text) => text.trim() !== '').length },
      { corpus: 'b', documents: second.filter((text) => text.trim() !== '').length },
    ])
    for (let latent = 0; latent < tiny.dSae; latent++) {
      const columns = both.map((text) => plantedActivations(tokenizer, text, latent))
      const maxima = columns.map((column) => Math.max(0, ...column))
      const active = [...maxima.keys()].filter((at) => maxima[at]! > 0)
      const postings = source.postings(latent)
      expect(Array.from(postings.documents)).toEqual(active)
      expect(Array.from(postings.maxima)).toEqual(active.map((at) => maxima[at]))
      expect(Array.from(postings.positions)).toEqual(active.map((at) => columns[at]!.indexOf(maxima[at]!)))
      expect(source.threshold(latent)).toBe(thresholds[latent])
      expect(source.neighbours(latent)).toHaveLength(5)
      expect(source.neighbours(latent)).not.toContain(latent)
      for (const document of [0, 17, 89, 90, 131]) {
        const reading = source.read(document, latent)
        const { ids, starts, ends } = tokenizer.tokenize(both[document]!)
        expect(reading).toMatchObject({ text: both[document], tokenIds: ids, starts, ends })
        reading.activations.forEach((value, at) => expect(Math.abs(value - columns[document]![at]!)).toBeLessThan(0.01))
        expect(Array.from(reading.activations, (value) => value > 0)).toEqual(Array.from(columns[document]!, (value) => value > 0))
      }
    }
    expect(evidence.documentRef(91)).toEqual({ corpus: 'b', channel: 'text', document: 'b-1', ordinal: 1 })
  })

  test('tells the tokens a latent is most active on, and documents that hold a token', async () => {
    const { tokenizer } = shared
    for (const latent of [0, 2, 7]) {
      const sums = new Map<number, number>()
      for (const text of both) {
        const column = plantedActivations(tokenizer, text, latent)
        tokenizer.tokenize(text).ids.forEach((id, at) => column[at]! > 0 && sums.set(id, (sums.get(id) ?? 0) + column[at]!))
      }
      const told = Array.from(evidence.source.topTokens(latent), (token) => sums.get(token)!)
      expect(told).toHaveLength(Math.min(16, sums.size))
      expect(told[0]).toBe(Math.max(...sums.values()))
    }
    const rare = await readAlone([
      oneChannel('c', [...first.map((text) => text.replaceAll('the', 'to')), 'see th now', 'Th again', 'a thing']),
    ])
    const { source } = await storedEvidence(rare.project, { seed: 1 })
    const token = rare.tokenizer.tokenize('see th').ids.at(-1)!
    expect(rare.tokenizer.display(token)).toBe(' th')
    expect(Array.from(source.documentsWith(token)!)).toEqual([90, 91])
    expect(source.documentsWith(rare.tokenizer.tokenize('b').ids[0]!)).toBe(null)
  })

  test('is drawn where the latent is present and where it is silent, the same twice', async () => {
    const { tokenizer } = shared
    let drawn = 0
    for (let latent = 0; latent < tiny.dSae; latent += 3) {
      for (const set of evidenceSets) {
        const gathered = gatherEvidence(evidence.source, latent, { set, seed: 3 })
        expect(gatherEvidence(evidence.source, latent, { set, seed: 3 })).toEqual(gathered)
        for (const { document, from, text, level, maximum, kind } of [...gathered.activating, ...gathered.silent]) {
          const whole = both[document]!
          expect(whole.slice(from, from + text.length)).toBe(text)
          const column = plantedActivations(tokenizer, whole, latent)
          const { starts, ends } = tokenizer.tokenize(whole)
          const inside = column.filter((_, at) => ends[at]! > from && starts[at]! < from + text.length)
          expect(Math.max(...inside)).toBe(level === null ? 0 : maximum)
          if (level !== null) expect(maximum).toBeGreaterThan(evidence.source.threshold(latent))
          else if (kind !== 'gap') expect(Math.max(...column)).toBe(0)
          drawn++
        }
        const { activating, silent } = gatherDocuments(evidence.source, latent, { set, seed: 3 })
        expect([...activating, ...silent].map(({ document }) => evidence.source.sets[document])).not.toContain(noSet)
      }
    }
    expect(drawn).toBeGreaterThan(300)
    const shown = evidence.shown(gatherEvidence(evidence.source, 0, { set: 'making', seed: 3 }))
    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown)
    expect(shown.activating[0]!.marks.length).toBeGreaterThan(0)
  })

  test('of one set never holds a text of another: what is drawn can all be written down as used', async () => {
    const { db, lens } = shared
    const { sets } = evidence.source
    const purposes = ['making', 'scoring', 'third'] as const
    const setOfText = new Map<string, Set<number>>()
    both.forEach((text, at) => setOfText.set(text.trim(), (setOfText.get(text.trim()) ?? new Set()).add(sets[at]!)))
    for (const [text, found] of setOfText) expect([...found], text).toHaveLength(1)
    expect(setOfText.get('')).toEqual(new Set([noSet]))
    for (let latent = 0; latent < tiny.dSae; latent++)
      for (const set of purposes) {
        const { documents } = gatherEvidence(evidence.source, latent, { set, seed: latent })
        const hashes = evidence.hashesOf(documents)
        expect(new Set(hex(hashes)).size).toBe(hashes.length)
        useDocuments(db, lens, latent, set, hashes)
        const found = evidence.documentsOfHashes(hashes)
        for (const document of documents) expect(found).toContain(document)
        expect(new Set(Array.from(found, (document) => sets[document]))).toEqual(
          new Set(documents.length === 0 ? [] : [purposes.indexOf(set)]),
        )
      }
    expect(evidence.documentsOfHashes([new Uint8Array(16), ...evidence.hashesOf([4])])).toContain(4)
  })

  test('leaves out what is kept for judging or hidden, and what is nearly equal to it', async () => {
    const { project, db } = await readAlone([oneChannel('a', first), oneChannel('b', second)])
    const run = beginModelRun(db, {
      planId: 'p',
      kind: 'hypotheses',
      endpoint: null,
      model: null,
      plan: {},
      settings: {},
      budget: {},
    })
    const repeated = first.findIndex((text, at) => text.trim() !== '' && first.includes(text, at + 1))
    write(db, () => reserveDocuments(db, run.run, 'judging', [...contentHashes(db, 1)].slice(repeated, repeated + 1)))
    project.refresh()
    const without = await storedEvidence(project, {
      seed: 1,
      hidden: ({ corpus, ordinal }) => corpus === 'b' && ordinal === 65,
    })
    const gone = [...both.keys()].filter((at) => [first[repeated], second[65]].includes(both[at]))
    expect(gone.length).toBeGreaterThan(3)
    for (const document of gone) expect(without.source.sets[document]).toBe(noSet)
    const kept = [...both.keys()].filter((at) => !gone.includes(at))
    expect(kept.map((at) => without.source.sets[at])).toEqual(kept.map((at) => evidence.source.sets[at]))
    expect(without.fingerprint).not.toEqual(evidence.fingerprint)
  })

  test('takes each channel once, as the analyses do', async () => {
    const { project, tokenizer } = await readAlone([oneChannel('a', first)], { int8: 3, float32: 2 })
    const { source, fingerprint } = await storedEvidence(project, { seed: 1, corpora: ['a'], channel: 'text' })
    expect(source.documents).toBe(first.length)
    const maxima = first.map((text) => Math.max(...plantedActivations(tokenizer, text, 2)))
    const { documents, maxima: found } = source.postings(2)
    documents.forEach((document, at) => expect(found[at]).toBe(Math.fround(2 * maxima[document]!)))
    expect(fingerprint).toMatchObject({ encodings: ['a text float32'] })
  })

  test('asks for latents to be prepared, and for corpora that were read', async () => {
    const { project } = await readAlone([oneChannel('a', first.slice(0, 20))])
    const { source } = await storedEvidence(project, { seed: 1 })
    expect(() => source.neighbours(1)).toThrow('not prepared')
    await expect(storedEvidence(project, { seed: 1, corpora: ['z'] })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('what is kept together', () => {
  const random = seededRandom(8)
  const answers = Array.from({ length: 120 }, () => sentence(random, 20))
  const prompts = Array.from({ length: 40 }, (_, at) => sentence(seededRandom(100 + at), 12))
  const refusal = 'I am sorry but I cannot do that for you today'
  const setOf = (evidence: StoredEvidence, of: (document: number) => string) => {
    const sets = new Map<string, Set<number>>()
    for (let at = 0; at < evidence.source.documents; at++)
      sets.set(of(at), (sets.get(of(at)) ?? new Set()).add(evidence.source.sets[at]!))
    return [...sets.values()]
  }

  test('are answers to one prompt; one refusal of many prompts does not tie them all', async () => {
    const rows = answers.map((text, at): Row => ({
      texts: [at % 6 === 0 ? refusal : text],
      metadata: { prompt_id: `p${at % 40}` },
    }))
    const { project } = await readAlone([{ name: 'a', channels: ['text'], rows }])
    const evidence = await storedEvidence(project, { seed: 1 })
    expect(evidence.parting.by).toEqual(['prompt_id'])
    const plain = (at: number) => (at % 6 === 0 ? 'refusal' : `p${at % 40}`)
    for (const found of setOf(evidence, plain)) expect(found.size).toBe(1)
    expect(evidence.parting.largest).toBeLessThan(30)
    for (const size of evidence.parting.sets) expect(size).toBeGreaterThan(15)
  })

  test('are the channels of a row; a system prompt of all rows ties nothing and is not drawn', async () => {
    const rows = answers.map((text, at): Row => ({
      texts: [text, prompts[at % 40]!, 'You are a kind and careful assistant of few words'],
    }))
    const { project } = await readAlone([{ name: 'a', channels: ['text', 'prompt', 'system'], rows }])
    const evidence = await storedEvidence(project, { seed: 1 })
    expect(evidence.source.documents).toBe(360)
    const { sets } = evidence.source
    expect(sets.subarray(240).every((set) => set === noSet)).toBe(true)
    for (const found of setOf(evidence, (at) => (at >= 240 ? 'system' : `p${(at % 120) % 40}`))) expect(found.size).toBe(1)
    expect(evidence.corpora).toEqual([{ corpus: 'a', documents: 120 }])
    expect(hex(evidence.hashesOf([0]))).toEqual(hex(evidence.hashesOf([120])).slice(0, 1))
    expect(evidence.documentRef(121)).toMatchObject({ channel: 'prompt', ordinal: 1 })
    const alone = await storedEvidence(project, { seed: 1, channel: 'text' })
    expect(alone.parting.by).toEqual(['prompt'])
  })
})
