import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NearDuplicates } from '../../../../src/main/engine/analysis/units/near-duplicates.ts'
import { bandingFor, sketchSimilarity } from '../../../../src/main/engine/analysis/units/shingle-sketch.ts'
import { seededRandom, shuffle } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { countPairs } from './count-pairs.ts'
import { isMissing, readRows, realFile } from './real-texts.ts'

function groupsOf(texts: readonly string[], similarity?: number): number[] {
  const finder = new NearDuplicates({ documents: texts.length, ...(similarity !== undefined && { similarity }) })
  for (const [at, text] of texts.entries()) finder.add(at, text)
  return [...finder.groups()]
}

const together = (a: string, b: string) => groupsOf([a, b])[1] === 0

/** `count` words from a vocabulary of 500, as sentences of 20. */
function prose(count: number, seed: number): string {
  const random = seededRandom(seed)
  const words = Array.from({ length: count }, () => `w${Math.floor(random() * 500)}`)
  const sentences: string[] = []
  for (let at = 0; at < count; at += 20) sentences.push(`${words.slice(at, at + 20).join(' ')}.`)
  return sentences.join(' ')
}

describe('texts with the same words', () => {
  test.each([
    ['case', 'I Cannot Help With THAT', 'i cannot help with that'],
    ['white space', '  I cannot\n\nhelp \t with that ', 'I cannot help with that'],
    ['punctuation', 'Sorry... I can’t help, with "that"!!', "Sorry, I can't help with that."],
    ['letters with marks', 'ÉTUDE SUR L’ÉTÉ', 'étude sur l’été'],
    ['soft hyphens', 'co\u00adoperate', 'cooperate'],
    ['Chinese punctuation', '我不能帮助你。', '我不能帮助你'],
    ['the bars of a table', '| a | b |', 'a b'],
  ])('are duplicates but for %s', (_, a, b) => expect(together(a, b)).toBe(true))

  test.each([
    ['one more word in a short text', 'I agree', 'I agree strongly'],
    ['another word in a short text', 'Who is my doctor?', 'Who is my daughter?'],
    ['the sign of a sum', 'What is 7 - 3?', 'What is 7 * 3?'],
    ['the currency', 'It costs £1', 'It costs €1'],
    ['the order', 'dog bites man', 'man bites dog'],
    ['where words end', 'now here', 'nowhere'],
    ['one character of Chinese', '我不能帮助你', '我能帮助你'],
    ['signs only, other ones', '???', '!!!'],
    ['emoji only, other ones', '🙂', '🙃'],
    ['nothing at all', '', '???'],
  ])('are none: %s', (_, a, b) => expect(together(a, b)).toBe(false))

  test('are so where both are empty', () => expect(together('', ' \n')).toBe(true))
})

describe('texts with nearly the same words', () => {
  const words = prose(40, 1).split(' ')
  const withWord = (...places: number[]) => words.map((word, at) => (places.includes(at) ? `other${at}` : word)).join(' ')
  const sentences = prose(200, 2).split('. ')

  test('are duplicates with one word of 40 changed (J 35/41), wherever', () => {
    for (let at = 0; at < 40; at++) expect(together(withWord(), withWord(at))).toBe(true)
  })

  test('are none with five of 40 changed (J 23/53)', () => expect(together(withWord(), withWord(3, 11, 19, 27, 35))).toBe(false))

  test('are duplicates with their sentences shuffled', () => {
    expect(together(sentences.join('. '), sentences.toReversed().join('. '))).toBe(true)
  })

  test('are none with their words shuffled', () => {
    expect(together(words.join(' '), shuffle([...words], seededRandom(3)).join(' '))).toBe(false)
  })

  test('are duplicates with one number of 40 words changed, and none where it is one of eight', () => {
    expect(together(`${words.join(' ')} 1984`, `${words.join(' ')} 2024`)).toBe(true)
    expect(together('The train leaves at 14 o clock today', 'The train leaves at 15 o clock today')).toBe(false)
  })

  test('are none where one repeats a sentence that the other says once', () => {
    const once = 'All work and no play makes Jack a dull boy.'
    expect(together(once.repeat(3), once.repeat(40))).toBe(false)
  })

  test('are found in long texts, of 2,000 words with ten changed, not with 134', () => {
    const long = prose(2000, 4).split(' ')
    const edited = (every: number) => long.map((word, at) => (at % every === 0 ? `other${at}` : word)).join(' ')
    expect(together(long.join(' '), edited(200))).toBe(true)
    expect(together(long.join(' '), edited(15))).toBe(false)
  })

  test('do not chain: every member is alike a leader, so the ends of a long chain stay apart', () => {
    const long = prose(200, 5).split(' ')
    const chain = Array.from({ length: 60 }, (_, step) => long.map((word, at) => (at < 3 * step ? `other${at}` : word)).join(' '))
    const groups = groupsOf(chain)
    expect(groups[59]).not.toBe(0)
    const widest = Math.max(...groups.map((group, at) => at - group))
    // Three words a step: the leader shares (197 - 3 n) of (199 + 3 n) triples, 0.8 at n = 7; two steps of 7 to either side.
    expect(widest).toBeLessThanOrEqual(15)
    expect(new Set(groups).size).toBeLessThan(12)
  })
})

describe('groups', () => {
  const pool = [prose(30, 6), prose(30, 7), prose(150, 8), 'I agree', 'I agree!', 'No', '']
  const edited = fc.tuple(fc.nat(pool.length - 1), fc.nat(40), fc.boolean()).map(([which, at, change]) => {
    const words = pool[which]!.split(' ')
    return change && at < words.length && words.length > 5 ? words.with(at, 'changed').join(' ') : pool[which]!
  })

  test('are the same whatever the order of the documents, and carry their lowest document', () => {
    fc.assert(
      fc.property(fc.array(edited, { maxLength: 25 }), fc.integer(), (texts, seed) => {
        const order = shuffle(
          texts.map((_, at) => at),
          seededRandom(seed),
        )
        const straight = groupsOf(texts)
        const shuffled = groupsOf(order.map((at) => texts[at]!))
        const backAgain = texts.map((_, at) => order[shuffled[order.indexOf(at)]!]!)
        for (let a = 0; a < texts.length; a++) {
          expect(straight[a]).toBe(straight.indexOf(straight[a]!))
          for (let b = 0; b < a; b++) expect(straight[a] === straight[b]).toBe(backAgain[a] === backAgain[b])
        }
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  test('are the same whatever the order in which documents are added', () => {
    const texts = [pool[0]!, pool[1]!, `${pool[0]!} more`, pool[1]!.toUpperCase()]
    const finder = new NearDuplicates({ documents: 5 })
    for (const at of [3, 2, 1, 0]) finder.add(at, texts[at]!)
    expect([...finder.groups()]).toEqual([0, 1, 0, 1, 4])
    expect(finder.contentKey(3)).toBe(finder.contentKey(1))
    expect(finder.contentKey(2)).not.toBe(finder.contentKey(0))
    expect(finder.contentKey(2)).toMatch(/^[0-9a-f]{16}$/)
  })

  test('of no documents are none, and documents out of range or added twice are refused', () => {
    expect([...new NearDuplicates({ documents: 0 }).groups()]).toEqual([])
    const finder = new NearDuplicates({ documents: 1 })
    finder.add(0, 'a')
    expect(() => finder.add(0, 'b')).toThrow('added before')
    expect(() => finder.add(1, 'b')).toThrow('document 1 of 1')
    expect(() => new NearDuplicates({ documents: 1, similarity: 0 })).toThrow('similarity 0')
  })

  test('at another similarity are narrower or wider', () => {
    const words = prose(100, 9).split(' ')
    const changed = words.map((word, at) => (at % 25 === 12 ? `other${at}` : word)).join(' ')
    // 4 of 100 words changed: 86 of 110 triples, 0.78.
    expect(groupsOf([words.join(' '), changed], 0.9)).toEqual([0, 1])
    expect(groupsOf([words.join(' '), changed], 0.8)).toEqual([0, 1])
    expect(groupsOf([words.join(' '), changed], 0.7)).toEqual([0, 0])
  })
})

describe('banding and sketches', () => {
  test('21 bands of 6 rows for 0.8; all rows in one band for equality', () => {
    expect(bandingFor(0.8)).toEqual({ bands: 21, rows: 6 })
    expect(bandingFor(0.5)).toEqual({ bands: 42, rows: 3 })
    expect(bandingFor(1)).toEqual({ bands: 1, rows: 128 })
  })

  test('small sets are compared exactly', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60), { minLength: 1 }), fc.uniqueArray(fc.nat(60), { minLength: 1 }), (a, b) => {
        const both = a.filter((each) => b.includes(each)).length
        const jaccard = both / (a.length + b.length - both)
        const [left, right] = [Uint32Array.from(a).sort(), Uint32Array.from(b).sort()]
        expect(sketchSimilarity(left, right, 0)).toBeCloseTo(jaccard, 12)
        expect(sketchSimilarity(left, right, 0.3)).toBeCloseTo(jaccard >= 0.3 ? jaccard : 0, 12)
      }),
      { seed: 1 },
    )
  })
})

describe('near-duplicates of real texts', () => {
  test.for([
    { name: 'xstest.jsonl.gz', largest: 182, alike: 16_506, least: 1, loosest: 0 },
    { name: 'human_vs_machine.jsonl.gz', largest: 2, alike: 224, least: 0.98, loosest: 0 },
    // Answers made from one template are alike by degrees: a star joins some that are 0.6 to 0.8 alike.
    { name: 'medquad.jsonl.gz', largest: 103, alike: 3505, least: 0.98, loosest: 3000 },
  ])('are those that a count of all triples finds: $name', ({ name, largest, alike, least, loosest }, { skip }) => {
    skip(isMissing(name), `the real texts are not at ${realFile(name)}`)
    const texts = readRows(name).map(({ text }) => text)
    const groups = groupsOf(texts)
    const sizes = new Uint32Array(texts.length)
    for (const group of groups) sizes[group]!++
    expect(Math.max(...sizes)).toBe(largest)
    const counts = countPairs(texts, groups)
    expect(counts.alike).toBe(alike)
    expect(counts.found / counts.alike).toBeGreaterThanOrEqual(least)
    expect(counts.looser).toBeLessThanOrEqual(loosest)
    expect(counts.lowest).toBeGreaterThan(0.5)
  })
})
