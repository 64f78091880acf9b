import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { type LabelOrigin, labelOrigins } from '../../../contract/latents.ts'
import { withLensFile } from './lens-file.ts'

export type LensLabel = { readonly latent: number; readonly label: string; readonly origin: LabelOrigin }

const line = z.object({
  latent: z.number().int().nonnegative(),
  label: z.string(),
  origin: z.enum(labelOrigins).default('import'),
})

/** Reads a lens's labels: JSON lines of latent, label, origin. */
export async function readLensLabels(path: string, dSae: number): Promise<readonly LensLabel[]> {
  const text = await withLensFile(path, () => readFile(path, 'utf8'))
  const labels: LensLabel[] = []
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue
    const label = parseLine(content)
    if (label === null || label.latent >= dSae) {
      throw new Failure(
        'lens-invalid',
        `Row ${index + 1} of ${path} is not a label of this lens.`,
        'Correct the row, or download the lens again.',
      )
    }
    labels.push(label)
  }
  return labels
}

function parseLine(content: string): LensLabel | null {
  try {
    return line.safeParse(JSON.parse(content)).data ?? null
  } catch {
    return null
  }
}
