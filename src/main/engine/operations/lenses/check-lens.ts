import { dirname } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import type { LensCheck } from '../../../../contract/lenses.ts'
import type { JobControl } from '../../jobs/job-queue.ts'
import { ownLenses } from '../../lens/added-lenses.ts'
import { checkFile } from '../../lens/lens-check.ts'
import { writeJson } from '../../lens/write-json.ts'
import { lensFound } from '../lens-files.ts'
import type { LensManaging } from './lens-managing.ts'
import { sampleTexts } from './sample-texts.ts'
import { selfTest } from './self-test.ts'

/** Tries a lens again. What is found is kept beside one of this user's own; thresholds stay as they are. */
export async function runCheck(managing: LensManaging, name: string, control: JobControl): Promise<LensCheck> {
  const { folder, lens, problem } = await lensFound(managing, name)
  if (lens === null) throw new Failure(problem.code, problem.message, problem.hint)
  const { startProcess, place } = managing
  const { check } = await selfTest(lens, { texts: await sampleTexts(place.resources), startProcess, home: place.home, control })
  if (dirname(folder) === ownLenses(place.home)) {
    // A folder that may not be written to is no reason to leave out the answer.
    await writeJson(checkFile(folder), check).catch(() => undefined)
    managing.changed()
  }
  return check
}
