import { readdir } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'
import { saeLens } from './formats/sae-lens.ts'
import type { OpenedSae, SaeFormat } from './sae-encoder.ts'

/** Every checkpoint format that is read: one file in formats/ and one line here. */
const formats: readonly SaeFormat[] = [saeLens]

/** Opens an SAE's folder in whichever format it is. */
export async function openSae(folder: string): Promise<OpenedSae> {
  const files = await readdir(folder)
  const format = formats.find((each) => each.recognises(files))
  if (format === undefined) {
    throw new Failure(
      'lens-invalid',
      `${folder} holds no SAE in a known format.`,
      `It should hold one of: ${formats.map((each) => each.name).join('; ')}.`,
    )
  }
  return format.open(folder)
}
