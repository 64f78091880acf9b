import type { Act, SeenRequest } from './scripted-endpoint.ts'

/** A text between fences, as prompts write them. */
export type FencedText = { readonly heading: string; readonly text: string }

/** The fenced texts of a request, in their order. */
export function fencedTexts(user: string): readonly FencedText[] {
  return Array.from(user.matchAll(/^\[(\w+)\] (.+)\n([^]*?)\n\[\1\] end$/gm), ([, , heading = '', text = '']) => ({
    heading,
    text,
  }))
}

/** What stands between « and ». */
export function markedIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/«([^»]*)»/g), ([, marked = '']) => marked.toLowerCase())
}

/** Whether a passage fits a label. */
export type Fits = (label: string, passage: string) => boolean

/** A label's quoted word stands in the passage; in a passage with marks, in one of them. */
export const holdsItsWord: Fits = (label, passage) => {
  const word = /"(.+)"/.exec(label)?.[1] ?? '\0'
  const texts = passage.includes('«') ? markedIn(passage) : [passage.toLowerCase()]
  return texts.some((text) => text.includes(word))
}

/**
 * A language model that goes by rules. Labels quote the token that is marked most often, those after the first the next ones; a judge answers
 * as `fits` says.
 */
export function ruleModel(fits: Fits = holdsItsWord): (request: SeenRequest) => Act {
  // Reminded of the form, it answers what it was asked at first.
  return ({ user, body }) => {
    const asked = body.messages?.find(({ role }) => role === 'user')?.content ?? user
    return { kind: 'answer', text: answerTo(asked, Number(body['seed'] ?? 0), fits) }
  }
}

function answerTo(user: string, seed: number, fits: Fits): string {
  const texts = fencedTexts(user)
  const claim = texts.find(({ heading }) => heading === 'label')
  if (claim !== undefined) {
    const [label = ''] = claim.text.split('\n')
    const verdicts = texts.filter((each) => each !== claim).map(({ text }, at) => [String(at + 1), fits(label, text)])
    return JSON.stringify(Object.fromEntries(verdicts))
  }
  if (texts.length === 0) return 'ready'
  const counts = new Map<string, number>()
  for (const word of texts.flatMap(({ heading, text }) => (heading.startsWith('active') ? markedIn(text) : [])))
    counts.set(word, (counts.get(word) ?? 0) + 1)
  const words = [...counts].sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))
  const [word = ''] = words[Math.min(seed, words.length - 1)] ?? []
  return JSON.stringify({
    label: `texts with "${word}"`,
    description: `This text contains the characters ${word}.`,
    explanation: 'They are marked more often than any others.',
  })
}
