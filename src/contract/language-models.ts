import { z } from 'zod'

/** An OpenAI-compatible endpoint. Its key is never part of it: it lies in the system keychain or in an environment variable. */
export const endpointSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'letters, digits, dot, dash and underscore, at most 40'),
  /** The base that `/chat/completions` and `/embeddings` are appended to. */
  url: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1).max(200),
  /** Requests under way at once. */
  concurrency: z.number().int().min(1).max(64).default(4),
  /** Tokens a request and its answer may take together; null where unknown. */
  contextTokens: z.number().int().min(512).nullable().default(null),
  /** Seconds without an answer after which a request is given up and tried again. */
  timeout: z.number().min(1).max(3600).default(120),
  /** Per million tokens; null where nothing is charged or the price is unknown. */
  price: z
    .object({ input: z.number().min(0), output: z.number().min(0), currency: z.string().min(1).max(8) })
    .nullable()
    .default(null),
  /** The model that turns short texts into vectors, and what a million of its tokens cost; null where it offers none. */
  embedding: z
    .object({
      model: z.string().min(1).max(200),
      price: z
        .object({ input: z.number().min(0), currency: z.string().min(1).max(8) })
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
  /** Environment variable with the key, where the keychain has none; null: ETALON_KEY, or no key at all. */
  keyVariable: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
    .nullable()
    .default(null),
})
export type Endpoint = z.output<typeof endpointSchema>

export const endpointInput = z.object({ name: z.string() })
export const keyInput = endpointInput.extend({ key: z.string().max(10_000) })

export type EndpointSummary = Endpoint & {
  /** Where a key was found; null without one, which local servers do not need. */
  readonly key: 'keychain' | 'environment' | null
  /** Whether the address is this machine's own: then no text leaves it. */
  readonly local: boolean
}

/** What language models are asked for, each counted apart. */
export const stages = ['check', 'label', 'score', 'summarise', 'verify', 'name', 'rerank', 'embed'] as const
export type Stage = (typeof stages)[number]

export type StageEstimate = {
  readonly stage: Stage
  readonly calls: number
  /** Of these, answered before: they cost nothing. */
  readonly answered: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** In the price's currency; null without a price. */
  readonly cost: number | null
}

/** What a run would send where, and what it would cost; nothing is sent before its id is confirmed. */
export type Plan = {
  readonly id: string
  readonly endpoint: string
  readonly url: string
  readonly model: string
  readonly local: boolean
  readonly currency: string | null
  readonly stages: readonly StageEstimate[]
  /** What was counted of many latents, by which the others are judged; null where everything was counted. */
  readonly sampled: PlannedSample | null
  readonly minutes: number | null
  /** The labels that would be sent to be embedded; null where it is not about that. */
  readonly labels: PlannedLabels | null
  /** Corpora whose text would be sent, with how many of their documents at most. */
  readonly corpora: readonly { readonly corpus: string; readonly documents: number }[]
  /** The first request, word for word. */
  readonly sample: { readonly system: string; readonly user: string } | null
}

/** `latents` of `of` were counted. `spread`: all tokens lie within this share of the estimate, with 95 % confidence. */
export type PlannedSample = { readonly latents: number; readonly of: number; readonly spread: number }

/** Labels of a lens by their text: those of one text count once. */
export type PlannedLabels = {
  readonly lens: string
  readonly labels: number
  /** Of these, embedded before: they are not sent again. */
  readonly embedded: number
  /** Fixed phrases that are sent with them, by which is measured what likeness chance brings. */
  readonly phrases: number
}

/** What turns labels and the words of a search into vectors; `endpoint` null: the bundled embedder, which works offline. */
export type EmbedderChoice = {
  readonly endpoint: string | null
  readonly model: string
  /** Where searched words are sent; null for the bundled embedder, and where the endpoint is gone. */
  readonly url: string | null
  readonly local: boolean
  /** Why the bundled embedder answers in its place at present; null where it does not. */
  readonly problem: string | null
}

/** What it would mean to use an endpoint's embeddings in this project. Shown before it is chosen. */
export type EmbedderTerms = {
  /** What the choice is confirmed with: the same while address, model and price are the same. */
  readonly id: string
  readonly endpoint: string
  readonly model: string
  readonly url: string
  readonly local: boolean
  /** Of a million tokens. */
  readonly price: { readonly input: number; readonly currency: string } | null
  /** Tokens that the words of one search come to, about. */
  readonly tokensEach: number
  readonly lenses: readonly EmbeddedLabels[]
}
export type EmbeddedLabels = { readonly lens: string; readonly labels: number; readonly embedded: number }

/** null: back to the bundled embedder, which needs no terms. */
export const setEmbedderInput = z.object({ endpoint: z.string().nullable(), terms: z.string().default('') })

/** Ends a run before it passes one of these; what was answered stays. */
export const budgetSchema = z.object({ tokens: z.number().int().min(1).optional(), cost: z.number().min(0).optional() })
export type Budget = z.output<typeof budgetSchema>

export type LedgerRow = {
  readonly stage: Stage
  readonly endpoint: string
  readonly model: string
  readonly calls: number
  /** Tries that ended without a usable answer, by reason. */
  readonly failed: Readonly<Record<string, number>>
  /** Calls answered from what was paid before. */
  readonly reused: number
  /** As the endpoint reported; estimated where it reported nothing. */
  readonly inputTokens: number
  readonly outputTokens: number
  readonly estimated: boolean
  readonly cost: number | null
  readonly currency: string | null
}
export const ledgerInput = z.object({ run: z.number().int().optional() })

export const promptNames = ['label', 'relabel', 'detect', 'fuzz', 'summarise', 'verify', 'name-clusters', 'rerank'] as const
export type PromptName = (typeof promptNames)[number]
export type Prompt = {
  readonly name: PromptName
  readonly text: string
  /** Whether this project's own text stands in place of the shipped one. */
  readonly edited: boolean
  /** Places `{{like this}}` that must stand in it. */
  readonly places: readonly string[]
}
export const promptInput = z.object({ name: z.enum(promptNames) })
export const setPromptInput = promptInput.extend({ text: z.string().min(1).max(50_000) })
