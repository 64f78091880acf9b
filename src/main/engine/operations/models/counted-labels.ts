import type { z } from 'zod'
import type { Job } from '../../../../contract/jobs.ts'
import type { countLabelsInput } from '../../../../contract/model-requests.ts'
import type { JobControl } from '../../jobs/job-queue.ts'
import { type Background, countBackground } from '../../labels/statistical/background.ts'
import { gatherFirings } from '../../labels/statistical/firings.ts'
import { statisticalLabel } from '../../labels/statistical/statistical-label.ts'
import { hashPair } from '../../numerics/hash-pair.ts'
import { randomOrder } from '../../labels/evidence/random-order.ts'
import type { Tokenizer } from '../../reader/tokenizer.ts'
import { acceptUnseen } from '../../store/label-acceptance.ts'
import { addCandidate } from '../../store/label-candidates.ts'
import { write } from '../../store/write.ts'
import { labelsOf } from '../labels-of.ts'
import { lensOf } from '../lens-files.ts'
import type { ProjectWriting } from '../project-writing.ts'
import { latentsChosen } from './latents-chosen.ts'
import { type StoredEvidence, storedEvidence } from './stored-evidence.ts'

type Request = z.output<typeof countLabelsInput>

/** Tokens counted for the background. */
const backgroundTokens = 300_000

/** Who such a label is said to be by. */
const author = 'counted in this project'

/** Labels counted from the text alone, without any language model: what a latent's tokens are, held against all text. They say that they are lists. */
export function startCounting(project: ProjectWriting, request: Request): Job {
  return project.jobs.enqueue('model', 'Count typical tokens of latents', request, (control) => count(project, request, control))
}

async function count(
  project: ProjectWriting,
  request: Request,
  control: JobControl,
): Promise<{ counted: number; accepted: number; none: number }> {
  const { lens, latents } = latentsChosen(project, request)
  const stored = await storedEvidence(project, request)
  const tokenizer = await project.tokenizer(await lensOf(project, lens))
  const background = backgroundOf(stored, tokenizer, request.seed)
  const nameOf = (token: number) => {
    const shown = tokenizer.display(token)
    return tokenizer.specialIds.has(token) || /<0x[0-9A-F]{2}>/.test(shown) ? null : shown
  }
  const tally = { counted: 0, accepted: 0, none: 0 }
  for (const [at, latent] of latents.entries()) {
    control.signal.throwIfAborted()
    control.progress({ doing: 'Counting', done: at, total: latents.length, unit: 'latents' })
    const firings = gatherFirings(stored.source, latent, 'making', request.seed)
    const text = statisticalLabel(firings, background, nameOf)
    if (text === null) tally.none++
    else {
      const old = labelsOf(project, lens).get(latent)
      write(project.db, () => {
        const { candidate } = addCandidate(project.db, {
          lens: lens.lens,
          latent,
          run: null,
          text,
          notes: '',
          origin: 'statistics',
          author,
          endpoint: null,
          promptName: null,
          promptHash: null,
          contextLabel: null,
          examples: null,
          documents: stored.hashesOf(firings.documents),
        })
        tally.counted++
        if ((old === undefined || old.origin === 'statistics') && acceptUnseen(project.db, candidate) !== null) tally.accepted++
      })
    }
    if (at % 16 === 15) {
      project.changed('labels', 'models')
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  project.changed('labels', 'models')
  return tally
}

/** Of whole documents, at random. */
function backgroundOf({ source }: StoredEvidence, tokenizer: Tokenizer, seed: number): Background {
  const ids: number[] = []
  const starts = [0]
  for (const document of randomOrder(source.documents, hashPair(seed, 60))) {
    if (ids.length >= backgroundTokens) break
    const { tokenIds } = source.read(document, 0)
    for (let at = 0; at < tokenIds.length; at++) ids.push(tokenIds[at]!)
    starts.push(ids.length)
  }
  return countBackground(ids, starts, tokenizer.vocabularySize)
}
