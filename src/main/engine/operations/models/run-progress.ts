import { setImmediate } from 'node:timers/promises'
import type { JobControl } from '../../jobs/job-queue.ts'
import type { ModelPart, ModelWork } from './model-work.ts'

/** Latents by whose calls those of all are judged. */
const fewLatents = 8

/** Calls that a piece of work makes, or about so many for each of its latents; null where it asks nothing, or has nothing left. */
export async function callsEach({ each, embeds, parts }: ModelWork): Promise<number | null> {
  if (embeds !== undefined || each?.latents.length === 0) return null
  const some = each === undefined ? [...parts] : await each.partsFor(each.latents.slice(0, fewLatents))
  let calls = 0
  for (const part of some) {
    await part.prepare()
    for (const _ of part.rehearse(() => undefined)) {
      calls++
      await setImmediate()
    }
  }
  return each === undefined ? calls : calls / some.length
}

/** Tells how far a run is, of as many answers as it will come to: as planned at first, then as the latents that are done came to. */
export class RunProgress {
  readonly #tell: JobControl['progress']
  readonly #unit: string
  #doing = ''
  #done = 0
  /** Answers, and latents, of the parts that are done. */
  #answers = 0
  #latents = 0
  #left: number
  #each: number | null

  /** @param each as `callsEach` gave it before the run */
  constructor(control: Pick<JobControl, 'progress'>, { each: latents, embeds }: ModelWork, each: number | null) {
    this.#tell = (now) => control.progress(now)
    this.#unit = embeds === undefined ? 'answers' : 'texts'
    this.#left = latents?.latents.length ?? 1
    this.#each = embeds === undefined ? each : embeds.texts.length
  }

  begin({ doing }: ModelPart): void {
    this.#doing = doing
    this.#told()
  }

  answered(): void {
    this.#done++
    this.#told()
  }

  end({ latents }: ModelPart): void {
    this.#left -= latents
    this.#latents += latents
    this.#answers = this.#done
    if (this.#latents > 0) this.#each = this.#answers / this.#latents
  }

  #told(): void {
    const total = this.#each === null ? null : Math.max(this.#done, Math.round(this.#answers + this.#each * this.#left))
    this.#tell({ doing: this.#doing, done: this.#done, total, unit: this.#unit })
  }
}
