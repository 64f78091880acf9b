import type { LabelFormat } from '../../../../contract/label-files.ts'
import type { LabelEntry } from './label-entry.ts'

const parts = [
  'notes',
  'origins',
  'authors',
  'scores',
  'score methods',
  'examples',
  'changes',
  'times',
  'earlier versions',
] as const
type Part = (typeof parts)[number]

const room: Readonly<Record<LabelFormat, readonly Part[]>> = {
  jsonl: parts,
  json: parts,
  csv: parts,
  neuronpedia: ['notes', 'authors', 'scores', 'score methods', 'changes', 'times', 'earlier versions'],
  goodfire: [],
  'goodfire-json': [],
  saedashboard: ['scores'],
  delphi: [],
}

const names: Readonly<Record<LabelFormat, string>> = {
  jsonl: 'JSON Lines',
  json: 'JSON',
  csv: 'CSV',
  neuronpedia: 'Neuronpedia’s layout',
  goodfire: 'Goodfire’s table',
  'goodfire-json': 'the map from latent to label',
  saedashboard: 'SAEDashboard’s layout',
  delphi: 'delphi’s folder of explanations',
}

/** What a layout has no room for, of what the labels hold, as a sentence ("... has no room for notes (12), origins (300)."); else null. */
export function withoutRoom(format: LabelFormat, labels: readonly LabelEntry[]): string | null {
  const missing = parts.filter((part) => !room[format].includes(part))
  const losesVersions = missing.includes('earlier versions')
  const counts = missing.map((part) => [part, labels.filter((label) => holds(label, part, losesVersions)).length] as const)
  const lost = counts.filter(([, count]) => count > 0).map(([part, count]) => `${part} (${count.toLocaleString('en')})`)
  return lost.length === 0 ? null : `${names[format]} has no room for ${lost.join(', ')}: they were left out.`
}

function holds(label: LabelEntry, part: Part, losesVersions: boolean): boolean {
  if (part === 'earlier versions') return !label.current
  if (losesVersions && !label.current) return false
  switch (part) {
    case 'notes':
      return label.notes !== ''
    case 'origins':
      return label.origin !== null
    case 'authors':
      return label.author !== ''
    case 'scores':
      return label.scores.length > 0
    case 'score methods':
      return label.scores.some(({ method }) => method !== '')
    case 'examples':
      return label.examples.length > 0
    case 'changes':
      return label.change !== null
    case 'times':
      return label.at !== null
  }
}
