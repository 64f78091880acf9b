import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawHalves, ownSentences, plain, plant, plantAll, type Planted } from '../../../bench/planted/plant.ts'
import { carriedByNoToken, foundBy, foundShare, meanReach, type Planting } from '../../../bench/planted/report.ts'
import { strongestOf } from '../../../bench/planted/strongest.ts'
import { readWordings, sharedContentWords } from '../../../bench/planted/wordings.ts'

const { functionWords, properties } = readWordings()
const property = (name: string) => properties.find((each) => each.name === name)!
const sentence = fc.array(fc.constantFrom('one', 'Berlin', 'gate', '1,2', 'x$&y'), { minLength: 1, maxLength: 9 })
const prose = fc
  .array(sentence, { minLength: 1, maxLength: 12 })
  .map((sentences) => sentences.map((words) => `The ${words.join(' ')}.`).join(' '))

describe('the wordings', () => {
  test('are twelve properties of at least 40 wordings, half to make with and half to test with', () => {
    expect(properties).toHaveLength(12)
    expect(properties.filter(({ manner }) => manner)).toHaveLength(6)
    for (const { making, testing } of properties) {
      expect(making.length + testing.length).toBeGreaterThanOrEqual(40)
      expect(making.length).toBe(testing.length)
    }
  })

  test.each(properties)('of $name share no content word', (each) => {
    expect(sharedContentWords(each, functionWords)).toEqual([])
  })

  test('name a place, and the document at most once', () => {
    for (const { making, testing } of properties)
      for (const { place, text } of [...making, ...testing]) {
        expect(['start', 'middle', 'end', 'whole']).toContain(place)
        expect(text.split('{}').length).toBeLessThanOrEqual(2)
        if (place === 'whole') expect(text).toContain('{}')
      }
  })

  test('that share a word are told', () => {
    const words = { ...property('hedging'), making: [{ place: 'end', text: 'A pond froze.' }] as const }
    expect(sharedContentWords({ ...words, testing: [{ place: 'end', text: 'The ponds!' }] }, functionWords)).toEqual(['pond'])
  })
})

describe('planting', () => {
  test('marks exactly what was planted, and keeps the order of what is left of the text', () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 40, max: 400 }), fc.nat(11), fc.nat(19), (text, characters, which, at) => {
        const each = properties[which]!
        const wording = each.testing[at]!
        const { text: planted, start, end } = plant({ text, characters }, each, wording)
        const [before, behind] = wording.text.split('{}')
        const inside = planted.slice(start, end)
        if (behind === undefined) expect(inside).toBe(wording.text)
        else expect(inside.startsWith(before!) && inside.endsWith(behind)).toBe(true)
        const whole = text.replace(/\s+/gu, ' ')
        for (const rest of [planted.slice(0, start), planted.slice(end)]) expect(whole).toContain(rest.trim().replace(/\s+/gu, ' '))
      }),
    )
  })

  const text = 'The first one here. The second one here. The third one here. The fourth one here.'
  const room = { text, characters: 80 }

  test.each([
    [
      'hedging',
      { place: 'start', text: 'Perhaps so.' },
      'Perhaps so. The first one here. The second one here. The third one here.',
    ],
    [
      'hedging',
      { place: 'middle', text: 'Perhaps so.' },
      'The first one here. The second one here. Perhaps so. The third one here.',
    ],
    ['upper-case', { place: 'end', text: '{} STOP.' }, 'The first one here. The second one here. THE THIRD ONE HERE. STOP.'],
    [
      'bullet-list',
      { place: 'start', text: '- {}\n- b' },
      '- The first one here.\n- b\n\nThe second one here. The third one here.',
    ],
    ['upper-case', { place: 'whole', text: '{}' }, 'THE FIRST ONE HERE. THE SECOND ONE HERE. THE THIRD ONE HERE.'],
    ['bullet-list', { place: 'whole', text: '{}' }, '- The first one here.\n- The second one here.\n- The third one here.'],
  ] as const)('%s at its place', (name, wording, planted) => {
    expect(plant(room, property(name), wording).text).toBe(planted)
  })

  test('leaves at least a word of the text', () => {
    expect(ownSentences('Everything about it. And more.', 12)).toEqual(['Everything'])
    expect(ownSentences('Everything.', -5)).toEqual(['Everything.'])
  })

  test('draws halves that are apart, the same for the same seed, and deals every wording', () => {
    const texts = Array.from({ length: 120 }, (_, at) => `Text ${at} says something. `.repeat(20))
    const { planted, rest } = drawHalves([...texts, 'too short'], 50, 3)
    expect([planted.length, rest.length]).toEqual([50, 50])
    expect(new Set([...planted, ...rest].map((each) => each.text)).size).toBe(100)
    expect(drawHalves([...texts, 'too short'], 50, 3)).toEqual({ planted, rest })
    expect(drawHalves(texts, 50, 4)).not.toEqual({ planted, rest })
    const all = plantAll(planted, property('refusal'), 'testing', 3)
    const used = all.map(({ text: each, start, end }) => each.slice(start, end))
    expect(new Set(used)).toEqual(new Set(property('refusal').testing.map((wording) => wording.text)))
    for (const each of rest) expect(plain(each).text.length).toBeLessThanOrEqual(each.characters)
  })
})

describe('the strongest tokens', () => {
  const document = (span: readonly [number, number]): Planted => ({ text: 'aa bb cc dd', start: span[0], end: span[1] })
  const active = { starts: [0, 2, 5, 8], ends: [2, 5, 8, 11], activations: [1, 4, 2, 3] }

  test('lie on planted text where they have a character in common with it', () => {
    const found = strongestOf([document([3, 5]), document([3, 5])], [active, active])
    expect(found).toMatchObject({ onPlanted: 0.25, reach: 1, tokenShare: 0.4, token: 'bb' })
    expect(found.tokens).toEqual(['bb', 'dd', 'cc', 'aa'])
  })

  test('are not those of texts that are planted all over, and are not judged where they are few', () => {
    const found = strongestOf([document([0, 11]), document([3, 5])], [active, active])
    expect(found).toMatchObject({ onPlanted: 0, tokenShare: 0.4 })
    const nothing = { starts: [], ends: [], activations: [] }
    expect(strongestOf([document([0, 11])], [nothing])).toEqual({ onPlanted: 0, reach: 0, tokenShare: 0, token: '', tokens: [] })
  })
})

describe('the report', () => {
  const difference = (rank: number, onPlanted: number, tokenShare: number) => {
    return {
      rank,
      latent: rank,
      label: null,
      planted: 0.5,
      other: 0,
      q: 0,
      onPlanted,
      reach: onPlanted / 2,
      tokenShare,
      token: 'x',
      tokens: [],
    }
  }
  const planting = (name: string, lens: string, ...differences: readonly ReturnType<typeof difference>[]): Planting => {
    return { property: name, seed: 1, texts: 't', lens, documents: 9, share: 0.1, differences }
  }

  test('takes the first latent that reads the planted text, and counts by lens', () => {
    const one = planting('hedging', 'a', difference(1, 0.4, 0.2), difference(2, 0.5, 0.4), difference(3, 1, 0.9))
    const plantings = [one, planting('refusal', 'a', difference(1, 0.9, 0.6)), planting('hedging', 'b', difference(1, 0.1, 0.1))]
    expect(foundBy(one)?.rank).toBe(2)
    expect([foundShare(plantings, 'a'), foundShare(plantings, 'b')]).toEqual([1, 0])
    expect([foundShare(plantings, 'a', 0.95), meanReach(plantings, 'a')]).toEqual([0.5, 0.475])
    expect(carriedByNoToken(plantings, 'a', properties)).toEqual(['hedging'])
  })
})
