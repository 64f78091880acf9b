import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { LensCheck } from '../../../contract/lenses.ts'

const schema: z.ZodType<LensCheck> = z.object({
  checkedAt: z.string(),
  passed: z.boolean(),
  findings: z.array(z.string()),
  tokens: z.number(),
  explained: z.number().nullable(),
  active: z.number(),
  expectedActive: z.number().nullable(),
  alive: z.number(),
  tokensPerSecond: z.number(),
  device: z.string(),
  weightBytes: z.number(),
  better: z.object({ hook: z.string(), explained: z.number() }).nullable(),
})

/** Where what the self-test found lies in a lens's folder. */
export function checkFile(folder: string): string {
  return join(folder, 'check.json')
}

/** What the self-test found when the lens was added, or checked last; null where it was not. */
export async function readLensCheck(folder: string): Promise<LensCheck | null> {
  try {
    return schema.parse(JSON.parse(await readFile(checkFile(folder), 'utf8')))
  } catch {
    // Missing or damaged: then it was not checked.
    return null
  }
}
