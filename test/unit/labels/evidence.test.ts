import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gatherDocuments, gatherEvidence, type LabelEvidence } from '../../../src/main/engine/labels/evidence/gather-evidence.ts'
import { randomOrder } from '../../../src/main/engine/labels/evidence/random-order.ts'
import { evidenceSets, noSet, splitDocuments, withDuplicates } from '../../../src/main/engine/labels/evidence/split-documents.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { plantWorld, type World } from './planted-world.ts'

const world = fc
  .record({
    seed: fc.nat(),
    documents: fc.integer({ min: 1, max: 160 }),
    repeated: fc.constantFrom(0, 0.3, 0.8),
    threshold: fc.constantFrom(0, 0.4, 2),
    indexed: fc.boolean(),
    hiding: fc.constantFrom(0, 0.3),
  })
  .map(({ hiding, ...options }) => {
    const random = seededRandom(options.seed)
    const hidden = Uint8Array.from({ length: options.documents }, () => (random() < hiding ? 1 : 0))
    return { seed: options.seed, hidden, source: plantWorld({ ...options, hidden }) }
  })

function groupsOf(source: World, evidence: LabelEvidence): number[] {
  return Array.from(evidence.documents, (document) => source.groups[document]!)
}

describe('evidence', () => {
  test('of the three sets never shares a document, a near-duplicate, or one that is kept for something else', () => {
    fc.assert(
      fc.property(world, fc.nat(11), ({ seed, hidden, source }, latent) => {
        const drawn = evidenceSets.map((set) => gatherEvidence(source, latent, { set, seed }))
        const groups = drawn.flatMap((evidence) => groupsOf(source, evidence))
        expect(new Set(groups).size).toBe(groups.length)
        const kept = new Set(
          [...hidden.keys()].filter((document) => hidden[document] === 1).map((document) => source.groups[document]),
        )
        expect(groups.filter((group) => kept.has(group))).toEqual([])
        for (const { documents, activating, silent } of drawn) {
          expect([...documents]).toEqual([...activating, ...silent].map(({ document }) => document).sort((a, b) => a - b))
        }
      }),
      { numRuns: 25 },
    )
  })

  test('shows the latent where it is present, nowhere else, and says what was short', () => {
    fc.assert(
      fc.property(world, fc.nat(11), fc.constantFrom(...evidenceSets), ({ seed, source }, latent, set) => {
        const { activating, silent, short } = gatherEvidence(source, latent, { set, seed })
        const limit = source.threshold(latent)
        for (const { document, maximum, text, from, starts, ends, marked, active, level } of [...activating, ...silent]) {
          const whole = source.texts[document]!
          expect(whole.slice(from, from + text.length)).toBe(text)
          const values = source.activationsOf(document, latent)
          const reading = source.read(document, latent)
          const first = reading.starts.findIndex((start) => start === from + starts[0]!)
          const its = Array.from(values.subarray(first, first + marked.length))
          expect(Array.from(marked)).toEqual(its.map((value) => (value > limit ? 1 : 0)))
          expect(Array.from(active)).toEqual(its.map((value) => (value > 0 ? 1 : 0)))
          const shown = (at: number, offset: number, of: string) => of.slice(starts[at]! + offset, ends[at]! + offset)
          expect(its.map((_, at) => shown(at, 0, text))).toEqual(its.map((_, at) => shown(at, from, whole)))
          if (level === null) expect(active).not.toContain(1)
          else expect(maximum).toBe(Math.max(...values.subarray(first, first + marked.length)))
          if (level !== null) expect(maximum).toBeGreaterThan(limit)
        }
        expect(short.activating).toBe(10 - activating.length)
        expect(short.silent).toBe(10 - silent.length)
        const hard = silent.filter(({ kind }) => kind === 'token' || kind === 'neighbour')
        expect(short.hard).toBe(5 - hard.length)
        for (const { kind, document } of silent)
          if (kind !== 'gap') expect(source.postings(latent).documents).not.toContain(document)
        for (const { document } of hard.filter(({ kind }) => kind === 'token')) {
          expect(Array.from(source.read(document, latent).tokenIds)).toContain(latent)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('is the same for the same seed, another for another', () => {
    const source = plantWorld({ seed: 4, documents: 400 })
    const drawn = (seed: number) => [...gatherEvidence(source, 3, { set: 'making', seed }).documents]
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
  })

  test('comes from all levels alike, with the strongest where a label is made', () => {
    const source = plantWorld({ seed: 5, documents: 1500 })
    const scoring = gatherEvidence(source, 3, { set: 'scoring', seed: 1 })
    expect(scoring.short).toEqual({ activating: 0, silent: 0, hard: 0 })
    const counts = [0, 1, 2, 3, 4].map((level) => scoring.activating.filter((passage) => passage.level === level).length)
    expect(counts).toEqual([2, 2, 2, 2, 2])
    const making = gatherEvidence(source, 3, { set: 'making', seed: 1 })
    const { documents, maxima } = source.postings(3)
    const largest = Math.max(...maxima.filter((_, at) => source.sets[documents[at]!] === 0))
    expect(making.activating[0]!.maximum).toBe(largest)
    expect(new Set(making.activating.map(({ level }) => level)).size).toBe(5)
  })

  test('leaves out documents used before, their near-duplicates, and passages with the same words', () => {
    const source = plantWorld({ seed: 6, documents: 400 })
    const before = gatherEvidence(source, 2, { set: 'making', seed: 1 })
    const after = gatherEvidence(source, 2, { set: 'making', seed: 1, avoid: before.documents })
    expect(groupsOf(source, after).filter((group) => groupsOf(source, before).includes(group))).toEqual([])
    const keys = new Set([...before.activating, ...before.silent].map(({ key }) => key))
    const others = gatherEvidence(source, 2, { set: 'making', seed: 1, avoidPassages: keys })
    expect([...others.activating, ...others.silent].filter(({ key }) => keys.has(key))).toEqual([])
  })

  test('of a latent that is active in every document shows stretches without it', () => {
    const plain = plantWorld({ seed: 7, documents: 300, topics: 1, threshold: 0 })
    const { documents } = plain.postings(0)
    const only = { ...plain, sets: plain.sets.map((set, at) => (documents.includes(at) ? set : noSet)) }
    const { silent } = gatherEvidence(only, 0, { set: 'making', seed: 1, window: { before: 4, after: 2 } })
    expect(silent).toHaveLength(10)
    for (const { kind, active } of silent) {
      expect(kind).toBe('gap')
      expect(active).not.toContain(1)
    }
  })

  test('of a latent that knows one sentence shows it once, without reading all that repeat it', () => {
    const plain = plantWorld({ seed: 10, documents: 3000, repeated: 0 })
    const reading = plain.read(plain.postings(1).documents[0]!, 1)
    let reads = 0
    const read = () => {
      reads++
      return reading
    }
    const { activating, short } = gatherEvidence({ ...plain, read }, 1, {
      set: 'making',
      seed: 1,
      window: { before: Infinity, after: Infinity },
    })
    expect(activating).toHaveLength(1)
    expect(short.activating).toBe(9)
    expect(reads).toBeLessThan(600)
  })

  test('of whole documents has whole documents', () => {
    const source = plantWorld({ seed: 8, documents: 200 })
    const { activating } = gatherEvidence(source, 1, { set: 'third', seed: 1, window: { before: Infinity, after: Infinity } })
    for (const { document, text } of activating) expect(text).toBe(source.texts[document])
  })
})

describe('gatherDocuments', () => {
  test('draws at random from the present and from the others, the weakly active ones among them', () => {
    const source = plantWorld({ seed: 9, documents: 900, threshold: 1, topics: 4 })
    const { activating, silent, short } = gatherDocuments(source, 1, { set: 'third', seed: 1, present: 40, absent: 40 })
    expect(short).toEqual({ activating: 0, silent: 0, hard: 0 })
    for (const { document } of activating) expect(Math.max(...source.activationsOf(document, 1))).toBeGreaterThan(1)
    for (const { document } of silent) expect(Math.max(...source.activationsOf(document, 1))).toBeLessThanOrEqual(1)
    expect(silent.some(({ active }) => active.includes(1))).toBe(true)
    const groups = [...activating, ...silent].map(({ document }) => source.groups[document])
    expect(new Set(groups).size).toBe(80)
    for (const { document, text } of silent) expect([2, text]).toEqual([source.sets[document], source.texts[document]])
  })
})

describe('splitDocuments', () => {
  test('gives a third of the groups to each set, whatever their order and what else is there', () => {
    const keys = Array.from({ length: 3000 }, (_, at) => `key ${at}`)
    const alone = Uint32Array.from(keys.keys())
    const sets = splitDocuments(alone, (at) => keys[at]!, 1)
    for (const set of [0, 1, 2]) expect(Math.abs(sets.filter((each) => each === set).length - 1000)).toBeLessThan(100)
    const backwards = splitDocuments(alone.subarray(0, 2000), (at) => keys[1999 - at]!, 1)
    expect(backwards.toReversed()).toEqual(sets.subarray(0, 2000))
    expect(splitDocuments(alone, (at) => keys[at]!, 2)).not.toEqual(sets)
  })

  test('hides whole groups', () => {
    const groups = Uint32Array.of(0, 1, 0, 3)
    const sets = splitDocuments(groups, String, 1, Uint8Array.of(0, 0, 1, 0))
    expect([...sets].map((set) => set === noSet)).toEqual([true, false, true, false])
  })
})

test('withDuplicates adds what is in the same groups', () => {
  expect([...withDuplicates(Uint32Array.of(0, 1, 0, 3, 1), [4, 3])]).toEqual([1, 3, 4])
})

test('randomOrder has every number once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 700 }), fc.nat(), (count, seed) => {
      const order = [...randomOrder(count, seed)]
      expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at))
    }),
  )
  // Each number is equally likely to come first, within four standard errors.
  const firsts = new Uint32Array(10)
  for (let seed = 0; seed < 10_000; seed++) firsts[randomOrder(10, seed).next().value as number]!++
  for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(120)
})
