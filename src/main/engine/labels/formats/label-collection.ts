import type { LabelFormat, LabelProblem, LabelsAbout } from '../../../../contract/label-files.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { FoundItem } from './found-row.ts'
import { type LabelEntry, nothingKnown, type ReadLabels } from './label-entry.ts'
import { readFields } from './label-fields.ts'
import { rowAbout, rowFormat, rowLabels } from './label-row.ts'

const mostListed = 1000
const mostVersions = 250

/** Gathers the labels of one file or of a folder's; memory is bounded by the number of labels, at most 250 of a latent. */
export class LabelCollection {
  readonly #name: string
  readonly #dSae: number
  readonly #labels: LabelEntry[] = []
  /** how many labels of each latent, and whether one of them may be its last word, [dSae] */
  readonly #versions: Uint8Array
  readonly #claimed: Uint8Array
  readonly #problems: LabelProblem[] = []
  readonly #notices: LabelProblem[] = []
  #skipped = 0
  #changed = 0
  #outside = 0
  #largest = 0
  #about: LabelsAbout = nothingKnown
  #format: LabelFormat | null = null

  /** @param name of the file or folder, for sentences */
  constructor(name: string, dSae: number) {
    this.#name = name
    this.#dSae = dSae
    this.#versions = new Uint8Array(dSae)
    this.#claimed = new Uint8Array(dSae)
  }

  /** Labels so far. */
  get count(): number {
    return this.#labels.length
  }

  /** Takes what was found in a file, in its order. Throws Failure 'conflict' where rows belong to different SAEs. */
  add(file: string, items: readonly FoundItem[], layout: LabelFormat): void {
    for (const item of items) {
      if ('reason' in item) {
        this.skip(file, item.line, item.reason)
        continue
      }
      const given = 'about' in item ? item.about : item.row.fields
      const fields = readFields(given)
      this.tell(rowAbout(fields))
      if ('about' in item) continue
      const { line, latent } = item.row
      this.#format ??= rowFormat(given) ?? (latent === undefined ? layout : 'goodfire-json')
      if (latent !== undefined) fields.latent = latent
      for (const each of rowLabels(fields, this.#dSae)) {
        if ('reason' in each) this.skip(file, line, each.reason)
        else if ('outside' in each) this.#skipOutside(file, line, each.latent)
        else this.#take(file, line, each.label, each.notice ?? this.#repetition(each.label))
      }
    }
  }

  /** Takes a label that did not come in a row. */
  take(file: string, label: LabelEntry, format: LabelFormat, notice: string | null = null): void {
    this.#format ??= format
    if (label.latent >= this.#dSae) this.#skipOutside(file, null, label.latent)
    else this.#take(file, null, label, notice)
  }

  skip(file: string, line: number | null, reason: string): void {
    this.#skipped++
    if (this.#problems.length < mostListed) this.#problems.push({ file, line, reason })
  }

  /** Notes what is said of the SAE. Throws Failure 'conflict' where it was said otherwise before. */
  tell(about: LabelsAbout): void {
    for (const key of ['model', 'sae', 'hook', 'dSae', 'lens'] as const) {
      const said = about[key]
      const known = this.#about[key]
      if (said === null || said === known) continue
      if (known === null) this.#about = { ...this.#about, [key]: said }
      else if (key !== 'dSae') {
        throw new Failure(
          'conflict',
          `${this.#name} holds labels of different SAEs: ${String(known).slice(0, 80)} and ${String(said).slice(0, 80)}.`,
          'Give the labels of one SAE at a time.',
        )
      }
    }
  }

  /**
   * What was read.
   *
   * Throws Failure 'bad-input' where there is no label, or where most, or ten and more than 1 %, are of latents that the lens does not have.
   */
  finish(): ReadLabels {
    const [first] = this.#problems
    const all = this.#labels.length + this.#outside
    if (this.#outside * 2 > all || (this.#outside >= 10 && this.#outside * 100 > all)) {
      throw new Failure(
        'bad-input',
        `${this.#name} has labels of latents up to ${this.#largest.toLocaleString('en')}, but this lens has ${this.#dSae.toLocaleString('en')} latents.`,
        'These labels belong to a wider SAE: choose the lens they were made for.',
      )
    }
    if (this.#labels.length === 0) {
      const where = first === undefined ? '' : `: ${placeOf(first)} ${first.reason}`
      throw new Failure('bad-input', `${this.#name} holds no label${where}.`, expected)
    }
    return {
      format: this.#format ?? 'jsonl',
      about: this.#about,
      labels: withCurrent(this.#labels.toSorted((a, b) => a.latent - b.latent)),
      skipped: this.#skipped,
      problems: this.#problems,
      changed: this.#changed,
      notices: this.#notices,
    }
  }

  #take(file: string, line: number | null, label: LabelEntry, notice: string | null): void {
    const before = this.#versions[label.latent]!
    if (before === mostVersions) {
      this.skip(file, line, `is one more label of latent ${label.latent}, which has ${mostVersions} already`)
      return
    }
    this.#versions[label.latent] = before + 1
    this.#labels.push(label)
    if (notice === null) return
    this.#changed++
    if (this.#notices.length < mostListed) this.#notices.push({ file, line, reason: notice })
  }

  /** What is said of one more label of a latent where the layout does not know of several. */
  #repetition({ latent, current }: LabelEntry): string | null {
    if (!current || this.#format === 'neuronpedia') return null
    if (this.#claimed[latent] === 0) {
      this.#claimed[latent] = 1
      return null
    }
    return `is one more label of latent ${latent}: the earlier is kept as its history`
  }

  #skipOutside(file: string, line: number | null, latent: number): void {
    this.#outside++
    this.#largest = Math.max(this.#largest, latent)
    this.skip(file, line, `is of latent ${latent}, but the last one of this lens is ${this.#dSae - 1}`)
  }
}

export const expected =
  'Expected JSON Lines like {"latent": 12, "label": "..."}, a JSON object {"12": "..."}, CSV with columns latent and label, or a folder of Neuronpedia’s or delphi’s.'

/** "line 3", or the file where all of it is meant. */
function placeOf({ file, line }: LabelProblem): string {
  return line === null ? file : `line ${line}`
}

/** Of each latent's versions, sorted by latent, the last that may be is its label. */
function withCurrent(labels: LabelEntry[]): readonly LabelEntry[] {
  let settled = -1
  for (let at = labels.length - 1; at >= 0; at--) {
    const label = labels[at]!
    if (!label.current) continue
    if (label.latent === settled) labels[at] = { ...label, current: false }
    settled = label.latent
  }
  return labels
}
