import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'

/** Names in configs of places in a reader, and of readers; what decides nothing may be of any kind. */
export const hookName = z.string().max(200).nullish()
export const modelName = hookName.catch(null)

/** Of an SAE's config in bytes; they have some thousand. */
const largestConfig = 4 << 20

/** Reads an SAE's config as JSON; `of` names the format it should be of. Errors of the file system come as they are. */
export async function readCheckpointConfig<Config>(path: string, schema: z.ZodType<Config>, of: string): Promise<Config> {
  const found = await stat(path)
  // Opening a pipe would wait for someone to write into it.
  if (!found.isFile() || found.size > largestConfig) throw new Failure('lens-invalid', `${path} is not a file of settings.`, again)
  const parsed = schema.safeParse(parseJson(await readFile(path, 'utf8'), path))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Failure('lens-invalid', `${path} is not a config of ${of}: ${issue?.path.join('.')}: ${issue?.message}.`, again)
}

const again = 'Download the SAE again.'

function parseJson(json: string, path: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not JSON.`, again, { cause: error })
  }
}
