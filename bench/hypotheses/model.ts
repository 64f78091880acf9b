import { oracleModel } from '../../test/support/oracle-model.ts'
import { fencedTexts, markedIn } from '../../test/support/rule-model.ts'
import type { Act, SeenRequest } from '../../test/support/scripted-endpoint.ts'

/** What can be told of an answer by rule, in the words in which a language model tells it. */
const traits: readonly { readonly has: (text: string) => boolean; readonly says: string }[] = [
  { has: (text) => /^[-*] |^\d+\. /m.test(text), says: 'sets its points out in a list with bullets or numbers' },
  { has: (text) => /\?\s*\S*\s*$/.test(text), says: 'ends by asking the reader a question or offering further help' },
  { has: (text) => /^#+ /m.test(text), says: 'divides its content into sections under headings' },
  { has: (text) => /\p{Extended_Pictographic}/u.test(text), says: 'uses emoji to sound warm and friendly' },
  { has: (text) => /^(I'm|I am) sorry/i.test(text), says: 'opens with an apology and declines to answer what was asked' },
  { has: (text) => /^(great|good|lovely|excellent|what a)\b/i.test(text), says: 'begins by praising the question' },
  { has: (text) => /\|.+\|/.test(text), says: 'presents its facts in a table with several columns' },
  { has: (text) => /```/.test(text), says: 'contains a fenced block of code or of sums' },
  { has: (text) => /\*\*.+?\*\*/.test(text), says: 'sets words in bold to stress what matters' },
  {
    has: (text) => /\b(might|may|perhaps|probably|depends?)\b/i.test(text),
    says: 'hedges what it claims with words such as may or perhaps',
  },
  { has: (text) => text.length > 600, says: 'goes into the subject at length, with examples and background' },
]

/** Words with the space before them, numbers by threes, marks that stand together, other space (as o200k_base splits before it joins). */
const pieces = / ?\p{L}+| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s+/gu

/** Letters of a word that make one token: most words of English are one. */
const lettersPerToken = 9

/** Tokens of a text, without a vocabulary. */
export function piecesOf(text: string): number {
  let sum = 0
  for (const [piece] of text.matchAll(pieces)) sum += /\p{L}/u.test(piece) ? Math.ceil(piece.length / lettersPerToken) : 1
  return sum
}

/** Differences told of one row: as many as are asked for, as models do. */
const mostNoticed = 4

/**
 * A language model that goes by rules: labels quote the token marked most often and say so at the length that models do; hypotheses repeat
 * labels; a judge looks for the quoted token; asked without latents, it tells the rows' differences by `traits`.
 */
export function rulesAtLength(): (request: SeenRequest) => Act {
  const oracle = oracleModel({
    holds: (statement, text) => text.toLowerCase().includes(/"(.+)"/.exec(statement)?.[1] ?? '\0'),
    sumUp: (properties) =>
      properties.slice(0, 10).map(({ latent, label, shares: [first, second] }) => ({
        text: `This document contains ${label.replace('texts with ', '')}, which is property ${latent}`,
        more: first > second ? 'first' : 'second',
        latents: [latent],
      })),
  })
  return (request) => {
    const texts = fencedTexts(request.user)
    const said = saidAlone(texts) ?? labelled(texts)
    return said === null ? oracle(request) : { kind: 'answer', text: JSON.stringify(said) }
  }
}

type Texts = ReturnType<typeof fencedTexts>

function saidAlone([first, second]: Texts): unknown {
  if (first?.heading === 'document of the first set' && second !== undefined) {
    const differences = traits
      .filter(({ has }) => has(first.text) !== has(second.text))
      .map(({ has, says }) =>
        has(first.text)
          ? { more: 'first', text: `The first document ${says}, which the second does not do.` }
          : { more: 'second', text: `The second document ${says}, which the first does not do.` },
      )
    const [own, others] = [wordsOf(first.text), wordsOf(second.text)]
    const words = [
      ...onlyIn(own, others).map((word) => ({
        more: 'first',
        text: `The first document speaks of ${word}, which the second does not mention.`,
      })),
      ...onlyIn(others, own).map((word) => ({
        more: 'second',
        text: `The second document speaks of ${word}, which the first does not mention.`,
      })),
    ]
    return { differences: [...differences, ...words].slice(0, mostNoticed) }
  }
  if (first?.heading !== 'what was noticed') return null
  const counts = traits.flatMap(({ says }) =>
    (['first', 'second'] as const).map((more) => {
      const times = first.text.split('\n').filter((line) => line.startsWith(`${more}:`) && line.includes(says)).length
      return { more, says, times }
    }),
  )
  const hypotheses = counts
    .filter(({ times }) => times > 0)
    .toSorted((a, b) => b.times - a.times)
    .slice(0, 10)
    .map(({ more, says }) => ({ text: `This document ${says}`, more }))
  return { hypotheses }
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/\p{L}{5,}/gu))
}

/** The longest words first. */
function onlyIn(words: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...words].filter((word) => !others.has(word)).toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
}

function labelled(texts: Texts): unknown {
  const active = texts.filter(({ heading }) => heading.startsWith('active passage'))
  if (active.length === 0) return null
  const counts = new Map<string, number>()
  for (const word of active.flatMap(({ text }) => markedIn(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
  const [word = ''] = [...counts].toSorted(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))[0] ?? []
  const { length } = active
  return {
    label: `texts with "${word}"`,
    description: `This text contains the characters ${word}, in the middle of a sentence or at the beginning of one.`,
    explanation: `They are marked in ${counts.get(word) ?? 0} places of the ${length} active passages, more often than any others, and where they stand the latent is active whatever the passage is about. The passages without activation are on the same subjects and in the same tone, and lack them. Other marked tokens stand beside them and seem to follow from them.`,
  }
}
