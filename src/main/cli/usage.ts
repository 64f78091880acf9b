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
    return `  ${shown.padEnd(14)} ${command.name === 'import' && name === 'channel' ? importChannel : (optionWords[name] ?? '')}`
  })
  return [`etalon ${command.name} ${command.usage}`, `  ${command.summary}`, '', ...lines].join('\n')
}

const importChannel = 'NAME=FIELD: a further text of each row, such as prompt=question; may be repeated'

/** What an option means, wherever a command takes it. */
const optionWords: Readonly<Record<string, string>> = {
  again: 'import also what has not changed',
  browser: 'in the browser',
  channel: 'only this text of the documents, such as prompt',
  corpus: 'only this corpus; may be repeated, or several with commas',
  desktop: 'in a window of its own',
  device: 'auto, cpu, cuda, dml, coreml or webgpu',
  format: 'parquet (as it is), csv, jsonl or npz',
  id: 'the field that names a document',
  json: 'one JSON document on stdout',
  latent: 'the latent whose tokens are marked',
  lens: 'the lens, by name or by its folder',
  limit: 'at most so many',
  note: 'why it was kept, in Markdown',
  notes: 'reasons for the label, in Markdown',
  out: 'where to write',
  port: 'the port of the browser host',
  revert: 'make the version of this number current again',
  search: 'words of the label, or a number',
  sort: 'documentFrequency, tokenDensity, maxActivation, difference, differenceSize, label or latent',
  store: 'keep the store in this folder instead of <project>/.etalon',
  text: 'the field that holds the text',
}
