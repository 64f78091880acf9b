import type { DocumentGroup } from '../../../../contract/analyses.ts'
import type { DiffRequest } from '../../../../contract/differences.ts'
import { compare, type Comparison } from '../../analysis/diff/compare.ts'
import type { Compared, CutSources } from '../../analysis/diff/compared.ts'
import { prepareDiff } from '../../analysis/diff/prepare.ts'
import { foldPairs } from '../../analysis/units/fold-documents.ts'
import { codeKey } from '../../analysis/units/unit-keys.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource, sourcesWithin } from './active-source.ts'
import { clusterStrata } from './cluster-strata.ts'
import { columnIn, duplicatesIn } from './document-keys.ts'
import { pairingOf } from './pair-keys.ts'
import { refuseUnknownColumn, type Sample, type Scope, sampleOf } from './sample.ts'
import { unitsOf } from './units-of.ts'

/** Documents ready to be compared, and how they came to be so. */
export type GatheredComparison = {
  readonly asked: Sample
  readonly sample: Sample
  readonly compared: Compared
  readonly unitsBy: readonly string[]
  /** The field that pairs; null where nothing does. */
  readonly pairedBy: string | null
  /** Documents whose pair key an earlier one of their group has. */
  readonly repeated: number
  /** Per group, documents found before folding, and folded away as duplicates. */
  readonly found: readonly number[]
  readonly folded: readonly number[]
}

type Asked = Scope & {
  readonly pair?: string
  readonly unit: string
  readonly control?: readonly string[]
  readonly foldDuplicates: boolean
  readonly seed: number
}

/** Gathers groups, pairs them or folds their duplicates, and finds units, halves and control strata. */
export async function gatherComparison(
  project: ProjectReading,
  request: Asked,
  groups: readonly DocumentGroup[],
): Promise<GatheredComparison> {
  const asked = await sampleOf(project, request, groups)
  const duplicates = duplicatesIn(project, asked)
  const pairing = pairingOf(project, asked, request.pair ?? 'none')
  const kept = pairing === null ? undefined : keptPairs(asked, pairing.codes, request.foldDuplicates ? duplicates.groups : null)
  const { sample, unit, units, by, half, folded } = unitsOf(project, asked, duplicates, request, kept)
  const count = (of: Sample, group: number) => of.group.reduce((sum, each) => sum + (each === group ? 1 : 0), 0)
  const found = groups.map((_, group) => count(asked, group))
  return {
    asked,
    sample,
    unitsBy: by,
    pairedBy: pairing?.name ?? null,
    repeated: pairing?.repeated ?? 0,
    found,
    folded: pairing === null ? folded : found.map((before, group) => before - count(sample, group)),
    compared: {
      documents: sample.documents,
      groups: groups.length,
      group: sample.group,
      unit,
      units,
      half,
      tokens: sample.tokens,
      control: controlOf(project, sample, request.control ?? [], request.seed),
      keyed: by.some((name) => name !== 'duplicates' && name !== 'document'),
      pair: pairing === null ? null : Int32Array.from(sample.places, (place) => pairing.codes[place]!),
    },
  }
}

/** All documents but those of pairs both of whose texts stand in an earlier pair. With several others nothing is folded. */
function keptPairs({ documents, group }: Sample, codes: Int32Array, groups: Uint32Array | null): Uint8Array {
  const kept = new Uint8Array(documents).fill(1)
  if (groups === null || group.some((each) => each > 1)) return kept
  const firstOf = new Map<number, number>()
  for (let document = 0; document < documents; document++)
    if (group[document] === 0 && codes[document]! >= 0) firstOf.set(codes[document]!, document)
  const firsts: number[] = []
  const seconds: number[] = []
  for (let document = 0; document < documents; document++) {
    const first = group[document] === 0 ? undefined : firstOf.get(codes[document]!)
    if (first === undefined) continue
    firsts.push(first)
    seconds.push(document)
  }
  const folded = foldPairs(groups, Uint32Array.from(firsts), Uint32Array.from(seconds))
  folded.kept.forEach((isKept, pair) => {
    if (isKept === 0) kept[firsts[pair]!] = kept[seconds[pair]!] = 0
  })
  return kept
}

/** One number for each combination of the control columns' values; `clusters` stands for groups of like documents. */
function controlOf(project: ProjectReading, sample: Sample, columns: readonly string[], seed: number): Uint32Array {
  const control = new Uint32Array(sample.documents)
  let combinations = 1
  for (const column of columns) {
    const codes = column === 'clusters' ? clusterStrata(project, sample, seed) : codesOf(project, sample, column)
    const numbers = new Map<number, number>()
    for (let document = 0; document < sample.documents; document++) {
      const both = control[document]! + combinations * (codes[document]! + 1)
      let number = numbers.get(both)
      if (number === undefined) numbers.set(both, (number = numbers.size))
      control[document] = number
    }
    combinations = numbers.size
  }
  return control
}

function codesOf(project: ProjectReading, sample: Sample, column: string): Int32Array {
  for (const { corpus } of sample.subjects) refuseUnknownColumn(project, corpus, column)
  return codeKey({ name: column, kind: 'column', values: columnIn(project, sample, column) }).codes
}

/** The documents of pairs cut to the length of the shortest of their pair: its first tokens, and its last. */
export function cutSources(project: ProjectReading, sample: Sample, { pair, tokens, documents }: Compared): CutSources | null {
  if (pair === null) return null
  const shortest = new Map<number, number>()
  for (let document = 0; document < documents; document++)
    shortest.set(pair[document]!, Math.min(shortest.get(pair[document]!) ?? Infinity, tokens[document]!))
  const cut = Uint32Array.from(pair, (key, document) => (key < 0 ? 0 : Math.min(shortest.get(key)!, tokens[document]!)))
  const [first, last] = sourcesWithin(project, sample, [
    { from: new Uint32Array(documents), end: cut },
    {
      from: cut.map((length, document) => tokens[document]! - length),
      end: tokens.map((length, document) => (cut[document] === 0 ? 0 : length)),
    },
  ])
  return first === undefined || last === undefined ? null : { first, last }
}

/** Compares what was gathered, latent by latent; `cuts`: what pairs cut to equal length rest on. */
export function compareGathered(
  project: ProjectReading,
  { sample, compared }: Pick<GatheredComparison, 'sample' | 'compared'>,
  { mode, rate }: Pick<DiffRequest, 'mode' | 'rate'>,
): { readonly comparison: Comparison; readonly cuts: CutSources | null } {
  const { thresholds, minTokens } = sample
  const cuts = cutSources(project, sample, compared)
  const prepared = prepareDiff(compared, { thresholds, minTokens, mode, rate })
  return { comparison: compare(prepared, activeSource(project, sample), cuts), cuts }
}
