import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { type DocumentReading, documentRoles, outerTokens } from '../../../contract/project.ts'
import { insidePlace, lensPlace } from './lens-place.ts'

const documents = z.object({ as: z.enum(documentRoles).default('raw'), outer: z.enum(outerTokens).optional() })

/** See `SaeSettings`. */
const saeSettings = z.strictObject({
  k: z.number().int().positive().optional(),
  inputScale: z.number().positive().optional(),
  centre: z.boolean().optional(),
})

const fields = z.object({
  format: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must be letters, digits, dots and dashes'),
  title: z.string().optional(),
  description: z.string().default(''),
  reader: z.object({
    graph: lensPlace,
    tokenizer: lensPlace,
    tokenizerConfig: lensPlace.optional(),
    config: lensPlace.optional(),
  }),
  hook: z.string().min(1),
  sae: lensPlace,
  saeSettings: saeSettings.default({}),
  labels: lensPlace.optional(),
  thresholds: insidePlace.optional(),
  contextSize: z.number().int().min(2),
  prependBos: z.boolean().optional(),
  documents: documents.default({ as: 'raw' }),
  license: z.string().default(''),
  /** The word that tells lenses added here from others; see `isAdded`. */
  added: z.string().optional(),
  /** SHA-256 of what the lens read with when it was added, by part; see `lensContents`. */
  contents: z.record(z.string(), z.array(z.string())).optional(),
})

const schema = fields
  .refine(({ prependBos, documents: { outer } }) => (prependBos === undefined) !== (outer === undefined), {
    path: ['prependBos'],
    message: 'must be given, or "outer" of "documents" instead of it',
  })
  .transform(({ prependBos, documents: { as, outer = prependBos === true ? 'bos' : 'none' }, ...rest }) => {
    const given: DocumentReading = { as, outer }
    return { ...rest, documents: given }
  })

/** lens.json: paths are relative to its folder, but for places outside it. `docs/formats.md` explains each field. */
/** What is written. */
export type WrittenManifest = z.input<typeof schema>

export type LensManifest = z.infer<typeof schema>

export function parseManifest(text: string, path: string): LensManifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not JSON.`, 'Download the lens again, or correct the file.', { cause: error })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Failure(
    'lens-invalid',
    `${path} is not a lens: ${issue?.path.join('.')}: ${issue?.message}.`,
    'Correct the file, or download the lens again.',
  )
}
