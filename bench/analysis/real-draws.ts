import { presentDocuments } from '../../src/main/engine/analysis/diff/compared.ts'
import type { ActivationSource, Presence } from '../../src/main/engine/analysis/diff/compared.ts'
import { codeKey } from '../../src/main/engine/analysis/units/unit-keys.ts'
import { activeSource, sourcesWithin } from '../../src/main/engine/operations/analyses/active-source.ts'
import { cutSources, gatherComparison } from '../../src/main/engine/operations/analyses/comparison.ts'
import { type Duplicates, duplicatesIn, unitKeysIn } from '../../src/main/engine/operations/analyses/document-keys.ts'
import { subsetOf } from '../../src/main/engine/operations/analyses/sample.ts'
import type { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { seededRandom, shuffle } from '../../src/main/engine/numerics/seeded-random.ts'
import type { Draw } from './calibrate-diff.ts'
import { comparedSides, plantedSource, repeatedSource, wholeSample } from './real-sample.ts'

export const modelAnswers = [
  'Mixtral-8x7B-Instruct-v0.1',
  'claude-2',
  'gpt-3.5-turbo-0301',
  'gpt-3.5-turbo-0613',
  'gpt-3.5-turbo-1106',
  'gpt-4o-2024-05-13',
  'gpt4_0314',
  'gpt4_0613',
  'gpt4_0613_concise',
  'gpt4_0613_verbose',
  'gpt4_1106_preview',
  'llama-2-7b-chat-hf',
  'text_davinci_001',
  'text_davinci_003',
  'vicuna-13b',
]

type Drawing = (seed: number) => Draw

/** Halves of the pooled answers by document: every prompt has answers on both sides. */
export async function halvesByDocument(project: ProjectReading): Promise<Drawing> {
  const whole = await wholeSample(project, modelAnswers)
  return (seed) => {
    const drawn = comparedSides(project, whole, randomHalves(whole.documents, seed), { seed })
    return { compared: drawn.compared, source: activeSource(project, drawn.sample), cuts: null, presence: whole }
  }
}

/** Halves of the pooled answers by prompt: all answers to a prompt are on one side. */
export async function halvesByPrompt(project: ProjectReading): Promise<Drawing> {
  const whole = await wholeSample(project, modelAnswers)
  const prompts = unitKeysIn(project, whole).find(({ kind }) => kind === 'prompt')
  if (prompts === undefined) throw new Error('the answers have no prompts')
  const { codes, distinct } = codeKey(prompts)
  return (seed) => {
    const sideOf = randomHalves(distinct, seed)
    const side = Uint8Array.from(codes, (code) => sideOf[code]!)
    const drawn = comparedSides(project, whole, side, { seed })
    return { compared: drawn.compared, source: activeSource(project, drawn.sample), cuts: null, presence: whole }
  }
}

/** Answers of two models to the same prompts, put on either side at random, pair by pair. */
export async function swappedPairs(project: ProjectReading): Promise<Drawing> {
  const request = { threshold: 'lens', minTokens: 1, pair: 'auto', unit: 'auto', foldDuplicates: true, seed: 1 } as const
  const gathered = await gatherComparison(project, request, [
    { corpora: ['gpt4_0613_concise'] },
    { corpora: ['gpt4_0613_verbose'] },
  ])
  const { sample, compared } = gathered
  const { pair } = compared
  if (pair === null) throw new Error('the corpora do not pair')
  const source = activeSource(project, sample)
  const cuts = cutSources(project, sample, compared)
  const pairs = pair.reduce((most, each) => Math.max(most, each + 1), 0)
  return (seed) => {
    const swapped = coins(pairs, seededRandom(seed))
    const group = compared.group.map((each, document) => (pair[document]! < 0 ? each : each ^ swapped[pair[document]!]!))
    return { compared: { ...compared, group }, source, cuts, presence: sample }
  }
}

/**
 * Halves of a corpus of which every fifth row, drawn anew, stands there five times: by document, or by row (`together`: all copies of a row
 * on one side); with copies folded or kept.
 */
export function halvesOfCopies(corpus: string, { fold, together }: { readonly fold: boolean; readonly together: boolean }) {
  return async (project: ProjectReading): Promise<Drawing> => {
    const whole = await wholeSample(project, [corpus])
    const source = activeSource(project, whole)
    return (seed) => {
      const random = seededRandom(seed)
      const rows = shuffle(
        Uint32Array.from({ length: whole.documents }, (_, row) => row),
        random,
      )
      const copied = new Uint8Array(whole.documents)
      for (const row of rows.subarray(0, Math.round(whole.documents / 5))) copied[row] = 1
      const of: number[] = []
      for (let row = 0; row < whole.documents; row++) for (let copy = 0; copy < (copied[row] === 1 ? 5 : 1); copy++) of.push(row)
      const places = Uint32Array.from(of)
      const taken = <Values extends Uint8Array | Uint16Array | Uint32Array>(values: Values) =>
        places.map((row) => values[row]!) as unknown as Values
      const repeated = {
        ...whole,
        documents: places.length,
        subject: new Uint16Array(places.length),
        ordinal: taken(whole.ordinal),
        tokens: taken(whole.tokens),
        places: Uint32Array.from(places.keys()),
        key: `${whole.key} copies ${corpus} ${seed}`,
      }
      const sideOf = randomHalves(together ? whole.documents : places.length, seed + 1_000_000)
      const side = together ? Uint8Array.from(places, (row) => sideOf[row]!) : sideOf
      const drawn = comparedSides(project, repeated, side, {
        seed,
        fold,
        duplicates: repeatedDuplicates(duplicatesIn(project, whole), places),
      })
      const originals = drawn.sample.places.map((place) => places[place]!)
      return { compared: drawn.compared, source: repeatedSource(source, originals), cuts: null, presence: whole }
    }
  }
}

/** Of documents of which document i is document `of[i]` of others; `of` ascends. */
function repeatedDuplicates({ groups, contentKey }: Duplicates, of: Uint32Array): Duplicates {
  const firsts = new Uint32Array(groups.length)
  for (let place = of.length - 1; place >= 0; place--) firsts[of[place]!] = place
  return { groups: of.map((row) => firsts[groups[row]!]!), contentKey: (document) => contentKey(of[document]!) }
}

/** Tokens of the texts of either side: uniform between these. */
const cutTo = [
  [20, 120],
  [40, 200],
] as const

/**
 * Texts of two corpora cut to random lengths, shorter ones on one side, and one latent planted: present in a further 15 % of the documents
 * of one side, among those without it. Sides change with the seed, so that the plant goes with length and against it. Only texts that are
 * longer than any cut: a short text is whole on one side and cut on the other, which is a difference.
 */
export async function randomLengths(project: ProjectReading): Promise<Drawing> {
  const all = await wholeSample(project, ['medquad', 'human_vs_machine'])
  const long = subsetOf(
    all,
    Uint8Array.from(all.tokens, (length) => +(length > cutTo[1][1])),
  )
  const whole = { ...long, key: `${all.key} long`, places: Uint32Array.from(long.ordinal.keys()) }
  return (seed) => {
    const random = seededRandom(seed)
    const target = seed % 2
    const drawn = comparedSides(project, whole, randomHalves(whole.documents, seed + 1_000_000), { seed })
    const { group, documents } = drawn.compared
    const tokens = drawn.compared.tokens.map((length, document) => {
      const [low, high] = cutTo[(group[document]! + target) % 2]!
      return Math.min(length, low + Math.floor(random() * (high - low + 1)))
    })
    const source = sourcesWithin(project, drawn.sample, [{ from: new Uint32Array(documents), end: tokens }])[0]!
    const planted = plantIn(source, whole, group, random)
    return {
      compared: { ...drawn.compared, tokens },
      source: planted.source,
      cuts: null,
      presence: whole,
      planted: new Map([[planted.latent, 1]]),
    }
  }
}

/** A latent drawn among those present in 3 to 30 % of the documents, and 15 % of the target's documents to which it is added. */
function plantIn(source: ActivationSource, presence: Presence, group: Uint8Array, random: () => number) {
  const candidates: { latent: number; present: Uint32Array }[] = []
  const room = new Uint32Array(group.length)
  source.each((latent, active) => {
    const count = presentDocuments(active, presence.thresholds[latent]!, presence.minTokens, room)
    if (count >= 0.03 * group.length && count <= 0.3 * group.length) candidates.push({ latent, present: room.slice(0, count) })
  })
  const { latent, present } = candidates[Math.floor(random() * candidates.length)]!
  const has = new Uint8Array(group.length)
  for (const document of present) has[document] = 1
  const targets = Array.from(group.keys()).filter((document) => group[document] === 0)
  const free = shuffle(
    targets.filter((document) => has[document] === 0),
    random,
  )
  const added = Uint32Array.from(free.slice(0, Math.round(0.15 * targets.length))).sort()
  return { latent, source: plantedSource(source, latent, added) }
}

/** [count], 0 and 1 equally often (one more 0 of an odd number), in random order. */
function randomHalves(count: number, seed: number): Uint8Array {
  return shuffle(
    Uint8Array.from({ length: count }, (_, at) => at % 2),
    seededRandom(seed),
  )
}

function coins(count: number, random: () => number): Uint8Array {
  return Uint8Array.from({ length: count }, () => +(random() < 0.5))
}
