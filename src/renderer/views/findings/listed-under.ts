import type { FindingKind, ListedFinding } from '../../../contract/findings.ts'

/** What the notebook shows: findings with all these words, of a kind, or those that something changed for. */
export type Shown = { readonly words: string; readonly kind: FindingKind | 'all' | 'stale' }

/** A finding with its number in the report, from 1; sections have none. */
export type Numbered = { readonly finding: ListedFinding; readonly number: number | null }

/** Those that fit, each with its number among all; upper and lower case are alike. */
export function listedUnder(findings: readonly ListedFinding[], { words, kind }: Shown): readonly Numbered[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  let last = 0
  return findings
    .map((finding) => ({ finding, number: finding.kind === 'section' ? null : ++last }))
    .filter(({ finding }) => kind === 'all' || (kind === 'stale' ? finding.stale !== null : finding.kind === kind))
    .filter(({ finding }) => wanted.length === 0 || hasAll(finding, wanted))
}

function hasAll({ title, note, evidence }: ListedFinding, words: readonly string[]): boolean {
  const { label, statements = [], table, quotations } = evidence
  const cells = table?.rows.flat() ?? []
  const text = [title, note, label ?? '', ...statements, ...cells, ...quotations.flatMap((each) => [each.document, each.text])]
    .join('\n')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}
