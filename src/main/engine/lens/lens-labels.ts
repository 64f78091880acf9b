import { readFile, writeFile } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { labelOrigins } from '../../../contract/latents.ts'
import { withLensFile } from './lens-file.ts'

const share = z.number().min(0).max(1).optional()

const line = z.object({
  latent: z.number().int().nonnegative(),
  label: z.string(),
  origin: z.enum(labelOrigins).default('import'),
  score: share,
  scoreHard: share,
  sameAs: z.number().int().nonnegative().optional(),
  examples: z.array(z.string()).readonly().optional(),
})

/** One line of the file; `LabelEvidence` of the contract says what the optional fields mean. */
export type LensLabel = Readonly<z.infer<typeof line>>

const largest = 64 * 1024 * 1024

/** Reads a lens's labels: JSON lines, plain or gzipped. Throws Failure 'lens-invalid' naming the row that is none of this lens. */
export async function readLensLabels(path: string, dSae: number): Promise<readonly LensLabel[]> {
  const text = unpacked(await withLensFile(path, () => readFile(path)), path)
  const labels: LensLabel[] = []
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue
    const label = parseLine(content)
    if (label === null || label.latent >= dSae || (label.sameAs ?? 0) >= dSae) {
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

/** What the labels of a lens that was added here are called in its folder. */
export const labelsName = 'labels.jsonl.gz'

/** Writes labels as `readLensLabels` reads them. */
export async function writeLensLabels(path: string, labels: readonly LensLabel[]): Promise<void> {
  await writeFile(path, gzipSync(labels.map((each) => `${JSON.stringify(each)}\n`).join('')))
}

function unpacked(bytes: Buffer, path: string): string {
  try {
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largest }) : bytes).toString('utf8')
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is damaged, or larger than 64 MB when unpacked.`, 'Download the lens again.', {
      cause: error,
    })
  }
}

function parseLine(content: string): LensLabel | null {
  try {
    return line.safeParse(JSON.parse(content)).data ?? null
  } catch {
    return null
  }
}
