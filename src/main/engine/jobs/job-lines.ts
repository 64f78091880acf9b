import type { JobLine } from '../../../contract/jobs.ts'

const mostKept = 100

/** The log of a job: its last lines, and how many there were. */
export class JobLines {
  #kept: readonly JobLine[]
  #count: number

  constructor(kept: readonly JobLine[], count = kept.length) {
    this.#kept = kept
    this.#count = count
  }

  get kept(): readonly JobLine[] {
    return this.#kept
  }

  get count(): number {
    return this.#count
  }

  add(line: JobLine): void {
    this.#kept = [...this.#kept, line].slice(-mostKept)
    this.#count += 1
  }
}
