import { hash32, seededRandom, shuffle } from '../../src/main/engine/numerics/seeded-random.ts'
import type { Property, Wording } from './wordings.ts'

/** A text and where in it something was planted: UTF-16 offsets, `end` exclusive; both 0 where nothing was. */
export type Planted = { readonly text: string; readonly start: number; readonly end: number }

/** Documents of a seed: texts as long as they may become, in characters; the planted half and the other. */
export type Drawn = { readonly planted: readonly Room[]; readonly rest: readonly Room[] }
export type Room = { readonly text: string; readonly characters: number }

/** About 60 to 120 tokens of English. */
const fewest = 280
const most = 520

/**
 * As many documents a half as asked for, or as there are, drawn at random and dealt to the halves at random. Each gets its own room, which the text and what
 * is planted in it share, so that planting makes no half longer. Texts that do not fill the smallest room are not drawn.
 */
export function drawHalves(texts: readonly string[], each: number, seed: number): Drawn {
  const random = seededRandom(7919 * seed)
  const long = shuffle(
    texts.filter((text) => text.length >= fewest),
    random,
  )
  const half = Math.min(each, Math.floor(long.length / 2))
  const rooms = long.slice(0, 2 * half).map((text) => ({ text, characters: fewest + Math.floor(random() * (most - fewest)) }))
  return { planted: rooms.slice(0, half), rest: rooms.slice(half) }
}

/** Nothing planted: the text cut to its room, as planted ones are. */
export function plain({ text, characters }: Room): Planted {
  return { text: ownSentences(text, characters).join('').trimEnd(), start: 0, end: 0 }
}

/** The property planted in each text, its wordings dealt evenly and at random. */
export function plantAll(rooms: readonly Room[], property: Property, part: 'making' | 'testing', seed: number): readonly Planted[] {
  const random = seededRandom(hash32(property.name, seed))
  const wordings = property[part]
  const dealt = shuffle(
    Uint32Array.from(rooms, (_, at) => at % wordings.length),
    random,
  )
  return rooms.map((room, at) => plant(room, property, wordings[dealt[at]!]!))
}

/** A wording put into a text, which gives up sentences at its end for it but keeps at least one. */
export function plant({ text, characters }: Room, { change, block }: Property, { place, text: wording }: Wording): Planted {
  const frame = wording.replace('{}', '')
  const sentences = ownSentences(text, characters - frame.length)
  const takes = wording.includes('{}')
  if (place === 'whole') return framed([], changed(sentences, change), [], wording, '')
  const at = { start: 0, middle: Math.ceil(sentences.length / 2), end: sentences.length }[place]
  const taken = takes ? Math.min(at, sentences.length - 1) : at
  const inside = takes ? changed([sentences[taken]!.trim().replace(/\s+/gu, ' ')], change === 'list' ? null : change) : ''
  return framed(sentences.slice(0, taken), inside, sentences.slice(takes ? taken + 1 : taken), wording, block ? '\n\n' : ' ')
}

function framed(before: readonly string[], inside: string, behind: readonly string[], wording: string, gap: string): Planted {
  // A function, since `$` means something in a replacement.
  const planted = wording.replace('{}', () => inside)
  const head = before.join('').trimEnd()
  const tail = behind.join('').trim()
  const start = head === '' ? 0 : head.length + gap.length
  const text = [head, planted, tail].filter((part) => part !== '').join(gap)
  return { text, start, end: start + planted.length }
}

function changed(sentences: readonly string[], change: Property['change']): string {
  if (change === 'list') return sentences.map((sentence) => `- ${sentence.trim().replace(/\s+/gu, ' ')}`).join('\n')
  const text = sentences.join('').trimEnd()
  return change === 'upper' ? text.toUpperCase() : text
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

/** Whole sentences, white space behind them included, as many as fit; of a first one that does not, the words that do. At least one word. */
export function ownSentences(text: string, characters: number): readonly string[] {
  const fit: string[] = []
  let used = 0
  for (const { segment } of segmenter.segment(text.trim())) {
    used += segment.length
    if (used > characters && fit.length > 0) break
    if (segment.trim() !== '') fit.push(used > characters ? wordsOf(segment, characters) : segment)
    if (used > characters) break
  }
  return fit
}

function wordsOf(sentence: string, characters: number): string {
  const cut = sentence.lastIndexOf(' ', Math.max(0, characters))
  return cut > 0 ? sentence.slice(0, cut) : (sentence.split(/\s/u, 1)[0] ?? sentence)
}

/** How much of a text was planted, 0 to 1. */
export function plantedShare({ text, start, end }: Planted): number {
  return text.length === 0 ? 0 : (end - start) / text.length
}
