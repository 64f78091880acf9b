import type { Plan, PlannedLabels } from '../../../../contract/language-models.ts'
import { type Flow, follow, type PlacedCall, type PlannedCall, rehearsed } from '../../hypotheses/flow.ts'
import type { Embedded } from '../../language-model/embed-run.ts'
import type { ProjectWriting } from '../project-writing.ts'
import type { StoredEvidence } from './stored-evidence.ts'

/** Settles calls in any order; those it leaves out are missing. */
export type Answering = (calls: Iterable<PlacedCall>) => AsyncIterable<{ readonly call: PlacedCall; readonly value: unknown }>

/** Embeds texts, each given once, in any order; `keep` is called for each vector, in one transaction with what it cost. */
export type Embedding = (texts: Iterable<string>, keep: (text: string, vector: Float32Array) => void) => AsyncIterable<Embedded>

/** A stretch of work whose outcome is written down at once: a run that is broken off goes on after the last one. */
export type ModelPart = {
  /** The same for all parts of a run, which its progress is told by. */
  readonly doing: string
  /** How many latents it is about, where the same is done for each; 1 where it is one piece of work. */
  readonly latents: number
  /** Reads ahead what the others need; again, it costs nothing. */
  prepare(): Promise<void>
  /** Its calls as they would be made, with stand-ins for answers that are not known. Nothing is sent. */
  rehearse(known: (call: PlannedCall<unknown>) => unknown): Iterable<PlannedCall<unknown>>
  carryOut(answer: Answering, embed: Embedding): Promise<void>
}

/** A run's part in records; null while it is only planned. */
export type Recording = {
  readonly project: ProjectWriting
  readonly run: number
  readonly endpoint: string
  readonly model: string
}

/** Latents for each of which the same is done. */
export type EachLatent = {
  /** Those that are left. */
  readonly latents: readonly number[]
  /** A part for each of some of them, prepared together. */
  partsFor(latents: readonly number[]): Promise<readonly ModelPart[]>
}

/** What a request to language models amounts to in this project. */
export type ModelWork = {
  readonly title: string
  /** Whose text would be sent. */
  readonly corpora: Plan['corpora']
  /** Texts to be embedded, each once, in place of questions to be asked; absent where there are none. */
  readonly embeds?: { readonly texts: readonly string[]; readonly labels: PlannedLabels }
  /** JSON of all besides the request and the endpoint that decides what is asked: what was read, labels, prompts. */
  readonly fingerprint: unknown
  /** Those that a run which was broken off has not done yet. */
  readonly parts: Iterable<ModelPart>
  /** Where the same is done for each of many latents; absent where it is one piece of work. */
  readonly each?: EachLatent
  /** What came of it, once all parts are done. */
  result(): unknown
}

/**
 * @param record writes the outcome down, and is waited for; again, after it was broken off, it writes nothing twice
 * @param prepare as `ModelPart` has it; nothing where left out
 */
export function partOf<Outcome>(
  doing: string,
  flow: () => Flow<Outcome>,
  record: (outcome: Outcome) => unknown,
  prepare: () => Promise<void> = () => Promise.resolve(),
): ModelPart {
  return {
    doing,
    latents: 1,
    prepare,
    rehearse: (known) => rehearsed(flow(), known),
    async carryOut(answer) {
      await record(await follow(flow(), answer))
    },
  }
}

/** Work on latents in parts of so many, whose outcome is written down together. */
export function partsOf(
  latents: readonly number[],
  together: number,
  stored: Pick<StoredEvidence, 'prepare'>,
  part: (some: readonly number[], prepare: () => Promise<void>) => ModelPart,
): Pick<ModelWork, 'parts'> & { readonly each: EachLatent } {
  const partFor = (some: readonly number[]) => ({ ...part(some, () => stored.prepare(some)), latents: some.length })
  function* parts(): Generator<ModelPart> {
    for (let from = 0; from < latents.length; from += together) yield partFor(latents.slice(from, from + together))
  }
  return {
    parts: parts(),
    each: {
      latents,
      async partsFor(some) {
        await stored.prepare(some)
        return some.map((latent) => partFor([latent]))
      },
    },
  }
}
