import { z } from 'zod'

export type HostKind = 'desktop' | 'browser' | 'command line'

export type About = {
  readonly version: string
  readonly host: HostKind
  readonly platform: string
  readonly versions: Readonly<Record<string, string>>
}

/** What a document is to the reader: a text as it is, or what a user or an assistant says. */
export const documentRoles = ['raw', 'user', 'assistant'] as const
/** What stands around it besides: nothing, one BOS before it, or what the tokenizer itself puts around a text. */
export const outerTokens = ['none', 'bos', 'own'] as const
/** How a lens gives documents to its reader. */
export type DocumentReading = { readonly as: (typeof documentRoles)[number]; readonly outer: (typeof outerTokens)[number] }

export type LensSummary = {
  readonly name: string
  readonly hash: string
  readonly title: string
  readonly description: string
  readonly folder: string
  readonly hook: string
  readonly dSae: number
  readonly contextSize: number
  /** Null where it cannot be used. */
  readonly documents: DocumentReading | null
  readonly license: string
  readonly labels: number
  readonly bundled: boolean
  /** Why it cannot be used; null when it can. */
  readonly problem: string | null
  /** What its self-test found; null where it had none, as the bundled ones. */
  readonly check: { readonly checkedAt: string; readonly passed: boolean; readonly findings: readonly string[] } | null
}

export type Project = {
  readonly folder: string
  readonly name: string
  readonly store: string
  readonly demo: boolean
  /** Documents in all corpora, kept at import; nothing is counted on opening. */
  readonly documents: number
}

export type RecentProject = { readonly folder: string; readonly name: string; readonly openedAt: string; readonly exists: boolean }

export const openInput = z.object({ folder: z.string().min(1) })
/** How the window of a project was left: text that only windows understand. */
export const keepLayoutInput = openInput.extend({ layout: z.string().max(500_000) })
/** `files`: also the files that lie there. */
export const foldersInput = z.object({ path: z.string().optional(), files: z.boolean().default(false) })
export type FolderListing = {
  readonly path: string
  readonly parent: string | null
  readonly folders: readonly { readonly name: string; readonly path: string; readonly project: boolean; readonly corpora: number }[]
  /** At most 1,000; none unless asked for. */
  readonly files: readonly { readonly name: string; readonly path: string; readonly bytes: number }[]
}
