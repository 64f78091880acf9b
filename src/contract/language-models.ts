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
export const stages = ['check', 'label', 'score', 'summarise', 'verify', 'name', 'rerank'] as const
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
  readonly minutes: number | null
  /** Corpora whose text would be sent, with how many of their documents at most. */
  readonly corpora: readonly { readonly corpus: string; readonly documents: number }[]
  /** The first request, word for word. */
  readonly sample: { readonly system: string; readonly user: string } | null
}

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
