import { isAbsolute, normalize } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { type DocumentReading, documentRoles, outerTokens } from '../../../contract/project.ts'

const inside = z
  .string()
  .min(1)
  .refine((path) => !isAbsolute(path) && !normalize(path).split(/[\\/]/).includes('..'), 'must be a file in the lens')

const documents = z.object({ as: z.enum(documentRoles).default('raw'), outer: z.enum(outerTokens).optional() })

const fields = z.object({
  format: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must be letters, digits, dots and dashes'),
  title: z.string().optional(),
  description: z.string().default(''),
  reader: z.object({ graph: inside, tokenizer: inside, tokenizerConfig: inside.optional(), config: inside.optional() }),
  hook: z.string().min(1),
  sae: inside,
  labels: inside.optional(),
  thresholds: inside.optional(),
  contextSize: z.number().int().min(2),
  prependBos: z.boolean().optional(),
  documents: documents.default({ as: 'raw' }),
  license: z.string().default(''),
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

/** lens.json: paths are relative to its folder. `docs/formats.md` explains each field. */
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
