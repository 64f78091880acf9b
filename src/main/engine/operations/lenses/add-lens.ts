import type { z } from 'zod'
import { Failure } from '../../../../contract/failure.ts'
import type { AddedLens, addLensInput, LensPlan, LensRequest } from '../../../../contract/lenses.ts'
import type { JobControl } from '../../jobs/job-queue.ts'
import { DraftLens } from '../../lens/adding/draft-lens.ts'
import { planLens } from '../../lens/adding/plan-lens.ts'
import { download } from '../../lens/hub/download.ts'
import { hubCache } from '../../lens/lens-place.ts'
import { lensFound, lensSummary } from '../lens-files.ts'
import type { LensManaging } from './lens-managing.ts'
import { labelsFor } from './label-lens.ts'
import { partsOf } from './parts-of.ts'
import { sampleTexts } from './sample-texts.ts'
import { selfTest } from './self-test.ts'

const { signal: never } = new AbortController()

/** What adding a lens would do. The hub is asked for lists, settings and headers of the repositories that were named, and nothing is kept. */
export async function planOfLens(managing: LensManaging, { request }: { readonly request: LensRequest }): Promise<LensPlan> {
  const { parts } = partsOf(request)
  return managing.withHub(async (hub) => (await planLens(parts, hub, managing.place.home, never)).plan)
}

/** Downloads what is missing, tries the lens, and keeps it where it passes, or is wanted anyway. */
export async function runAdd(
  managing: LensManaging,
  { request, plan: confirmed, anyway }: z.output<typeof addLensInput>,
  control: JobControl,
): Promise<AddedLens> {
  const { parts, texts } = partsOf(request)
  const { home } = managing.place
  const planned = await managing.withHub(async (hub) => {
    control.progress({ doing: 'Looking at reader and SAE', done: 0, total: null, unit: 'files' })
    const found = await planLens(parts, hub, home, control.signal)
    if (found.plan.id !== confirmed)
      throw new Failure('stale', 'Reader or SAE have changed since this was planned.', 'Look at the new plan, and confirm that.')
    for (const { request: wanted, plan } of found.downloads) await download(hub, hubCache(home), wanted, plan.id, control)
    return found
  })
  control.progress({ doing: 'Opening reader and SAE', done: 0, total: null, unit: 'files' })
  const draft = await DraftLens.write(planned, parts, texts, { ...managing.lensOptions, home })
  try {
    const { startProcess, place } = managing
    const { labelFile } = draft
    const own = labelFile === null ? null : await labelsFor(draft.lens, labelFile, anyway)
    const { check, thresholds } = await selfTest(draft.lens, {
      texts: await sampleTexts(place.resources),
      startProcess,
      home: place.home,
      control,
    })
    if (!check.passed && !anyway)
      throw new Failure(
        'lens-invalid',
        `${planned.plan.name} was not added. ${check.findings.join(' ')}`,
        'Mend what it says; or add it anyway (on the command line: --anyway), and it will say so wherever it is listed.',
      )
    const leftOut = own === null || own.skipped === 0 ? [] : [`Of the labels ${own.skipped} rows were left out.`]
    const folder = await draft.keep(thresholds, check, own?.labels ?? [])
    managing.changed()
    return {
      lens: await lensSummary(managing, await lensFound(managing, folder)),
      check,
      warnings: [...planned.plan.warnings, ...leftOut],
    }
  } catch (error) {
    await draft.discard()
    throw error
  }
}
