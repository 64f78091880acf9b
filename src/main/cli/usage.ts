import type { Command } from './command.ts'
import { commands } from './commands.ts'

export function usage(): string {
  const lines = commands.map((each) => `  ${`${each.name} ${each.usage}`.padEnd(44)} ${each.summary}`)
  return [
    'etalon <command> <project> [options]',
    '',
    ...lines,
    '',
    'Every command takes --json (one JSON document on stdout) and --store DIR (keep the store elsewhere than <project>/.etalon).',
    'Exit codes: 0 done, 1 cannot be met, 2 wrong usage, 3 a bug, 130 cancelled. docs/cli.md says every field.',
  ].join('\n')
}

export function usageOf(command: Command): string {
  const options = Object.entries({ ...command.options, json: { type: 'boolean' }, store: { type: 'string' } } as const)
  const lines = options.map(([name, { type }]) => {
    const shown = type === 'string' ? `--${name} …` : `--${name}`
    return `  ${shown.padEnd(14)} ${ownWords[`${command.name} ${name}`] ?? optionWords[name] ?? ''}`
  })
  return [`etalon ${command.name} ${command.usage}`, `  ${command.summary}`, '', ...lines].join('\n')
}

/** Options that mean something else in one command. */
const ownWords: Readonly<Record<string, string>> = {
  'import channel': 'NAME=FIELD: a further text of each row, such as prompt=question; may be repeated',
  'diff sort': 'adjusted, raw, difference, ratio, frequency or latent',
  'diff corpus': 'with --by: the corpora whose documents are grouped',
  'cluster latents': 'the axis, as numbers with commas',
  'cluster query': 'the axis, in words',
  'cluster mode': 'auto, exact, graph or landmarks',
  'search latents': 'search by these latents, as numbers with commas',
  'search mode': 'fused, latents or text',
}

/** What an option means, wherever a command takes it. */
const optionWords: Readonly<Record<string, string>> = {
  again: 'import also what has not changed',
  against: 'what it is compared with: corpora, or with --by values; absent: all others, or the rest',
  analysis: 'the number of the analysis; absent: the last of its kind',
  apart: 'only pairs that are not on the same or adjacent tokens',
  between: 'two channels: latents of the one with latents of the other',
  browser: 'in the browser',
  by: 'the column whose values are the groups',
  channel: 'only this text of the documents, such as prompt',
  control: 'compare only documents with like values of this column, or of clusters; may be repeated',
  corpus: 'only this corpus; may be repeated, or several with commas',
  desktop: 'in a window of its own',
  device: 'auto, cpu, cuda, dml, coreml or webgpu',
  direction: 'up, down or both: only latents more, or less, frequent in the target',
  examples: 'quotations of each side',
  fdr: 'false discovery rate, 0.05',
  format: 'parquet (as it is), csv, jsonl or npz',
  id: 'the field that names a document',
  json: 'one JSON document on stdout',
  k: 'how many clusters, or latents a query picks',
  'keep-duplicates': 'do not fold documents with nearly the same text',
  latent: 'the latent whose tokens are marked',
  latents: 'latents, as numbers with commas',
  lens: 'the lens, by name or by its folder',
  like: 'CORPUS:ID: more like this document; may be repeated',
  limit: 'at most so many',
  'max-coverage': 'leave out latents whose largest frequency is above this',
  'max-frequency': 'leave out latents in a larger share of the documents, 0.5',
  'max-label-similarity': 'only pairs whose labels are at most so similar',
  'min-coverage': 'leave out latents whose largest frequency is below this',
  'min-npmi': 'only pairs with at least this NPMI',
  'min-support': 'units in which both must be, 5',
  'min-tokens': 'tokens on which a latent must be active to be present, 1',
  mode: 'maximum, or union: against whichever of the others has it',
  monotone: 'only latents that rise, or fall, at every step',
  note: 'why it was kept, in Markdown',
  notes: 'reasons for the label, in Markdown',
  out: 'where to write',
  pair: 'auto, none, or the field that pairs documents',
  port: 'the port of the browser host',
  precision: 'float32, or int8: faster on a processor, with how well it agrees',
  query: 'in words',
  revert: 'make the version of this number current again',
  rule: 'only documents that answer it, such as: latent:12 AND NOT column:label=polite',
  search: 'words of the label, or a number',
  seed: 'of everything drawn at random',
  'skip-syntax': 'leave out latents of grammar and punctuation',
  sort: 'documentFrequency, tokenDensity, maxActivation, difference, differenceSize, label or latent',
  store: 'keep the store in this folder instead of <project>/.etalon',
  target: 'the corpus that is looked at, or with --by the value',
  temperature: 'how steeply the weights of a query’s latents fall, 0.2',
  text: 'the field that holds the text',
  threshold: 'lens, or the activation above which a latent is present',
  trend: 'groups in their order, three or more',
  unit: 'auto, document, duplicates, or the field whose documents count as one',
  unlike: 'CORPUS:ID: less like this document; may be repeated',
  where: 'COLUMN=VALUE: only such documents; may be repeated',
  'with-column': 'the column whose values latents are paired with',
}
