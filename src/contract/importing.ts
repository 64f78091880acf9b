import { z } from 'zod'
import { encodeInput, mappingSchema, type RowProblem } from './corpora.ts'
import type { Device } from './device-names.ts'

/** A corpus that may be imported: one of the project's folder by its name, or a file or folder anywhere by its path. */
const sourceInput = z.object({ name: z.string().optional(), path: z.string().optional(), mapping: mappingSchema.optional() })

export const previewInput = sourceInput
export const surveyInput = sourceInput.extend(encodeInput.pick({ lens: true, device: true, precision: true, threads: true }).shape)
export const timeLensInput = encodeInput.pick({ lens: true, device: true, precision: true, threads: true })

/** A row that is left out, or kept with a change, and how it begins. */
export type SurveyedRow = RowProblem & { readonly kept: boolean }

/** How fast a lens reads here, and how that is known: from readings on this machine, from those in the project, or from a trial on a few texts. */
export type ReadingSpeed = {
  readonly device: Device
  readonly tokensPerSecond: number
  readonly basis: 'machine' | 'project' | 'trial'
}

/** What importing and reading a corpus would come to. Nothing is stored. */
export type Survey = {
  readonly documents: number
  /** Characters of all channels. */
  readonly characters: number
  /** By the lens's own tokenizer, from some of the texts; null where there is no lens. */
  readonly tokens: number | null
  /** Whether all of it was looked through; else the counts are extrapolated from the share that was, 0 to 1. */
  readonly share: number
  readonly skipped: number
  readonly kept: number
  /** The first of these rows, in the order of the file. */
  readonly rows: readonly SurveyedRow[]
  readonly lens: { readonly name: string; readonly title: string; readonly bundled: boolean } | null
  /** null where the lens was never timed here. */
  readonly speed: ReadingSpeed | null
}

/** The most bytes of a file that are sent at once. */
export const uploadBytes = 4 * 1024 * 1024
const uploadName = z.string().regex(/^[A-Za-z0-9-]{8,64}$/)

/** A part of a file from a window that cannot say where the file lies. */
export const uploadInput = z.object({
  /** Chosen by the window: files of one corpus have the same. */
  upload: uploadName,
  /** The folder that is uploaded, where it is one. */
  folder: z.string().max(255).optional(),
  file: z.string().min(1).max(255),
  /** Where in the file the bytes belong: parts come one after the other. */
  offset: z.number().int().min(0),
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= uploadBytes, 'too many bytes at once'),
})
export const discardUploadInput = z.object({ upload: uploadName })
/** `path`: where the corpus lies that it is a part of, to look into and to import. */
export type Uploaded = { readonly path: string; readonly received: number }
