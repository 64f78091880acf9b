import type { DocumentLatent } from '../../../contract/documents.ts'
import { Failure } from '../../../contract/failure.ts'
import { type Command, numberOption, readingFrom, readingOptions, UsageError } from '../command.ts'
import { count, textTable } from '../text-table.ts'

export const documentCommand: Command = {
  name: 'document',
  usage: '<project> CORPUS ID',
  summary: 'one document: its tokens and strongest latents',
  options: { ...readingOptions, limit: { type: 'string' } },
  takes: [3, 3],
  async run({ positionals, values, engine }) {
    const [, corpus = '', id = ''] = positionals
    const limit = numberOption(values, 'limit', { min: 1, max: 500 }) ?? 50
    const page = await engine.operations.documents.get({ corpus, id, limit, ...readingFrom(values) })
    return {
      json: {
        corpus: page.corpus,
        document: page.id,
        channel: page.channel,
        lens: page.lens,
        precision: page.precision,
        text: page.text,
        metadata: page.metadata,
        tokens: tokensOf(page.text, page.starts, page.ends),
        latents: page.latents,
      },
      text: `${page.corpus}/${page.id}, ${page.channel}: ${count(page.text.length)} characters, ${count(page.starts.length)} tokens${page.precision === null || page.precision === 'float32' ? '' : `, read in ${page.precision}`}\n\n${strongest(page.latents)}`,
    }
  },
}

export const readCommand: Command = {
  name: 'read',
  usage: '<lens or project> "text"',
  summary: 'latents of any text (- takes it from stdin)',
  options: { lens: { type: 'string' }, limit: { type: 'string' } },
  takes: [1, 2],
  async run({ positionals, values, engine, stdin }) {
    const given = positionals[1] ?? '-'
    const text = given === '-' ? await stdin() : given
    if (text.trim() === '') throw new UsageError('read takes a text: etalon read <lens or project> "text"')
    if (text.length > 200_000) {
      throw new Failure(
        'bad-input',
        `The text has ${count(text.length)} characters; read takes at most 200,000.`,
        'Put it into a file of a project and use etalon encode.',
      )
    }
    const limit = numberOption(values, 'limit', { min: 1, max: 500 }) ?? 20
    const { lens, latents, starts, ends } = await engine.operations.documents.read({ text, limit, ...readingFrom(values) })
    const rows = latents.map(({ latent, label, activation, tokens }) => ({ latent, label, activation, tokens }))
    return {
      json: { lens, text, tokens: tokensOf(text, starts, ends), latents: rows },
      text: `${count(starts.length)} tokens, lens ${lens}\n\n${strongest(rows)}`,
    }
  },
}

function tokensOf(text: string, starts: Int32Array, ends: Int32Array): { text: string; start: number; end: number }[] {
  return Array.from(starts, (start, at) => ({ text: text.slice(start, ends[at]), start, end: ends[at] ?? start }))
}

function strongest(latents: readonly DocumentLatent[]): string {
  return textTable(
    [
      { title: 'latent', align: 'right' },
      { title: 'activation', align: 'right' },
      { title: 'tokens', align: 'right' },
      { title: 'label' },
    ],
    latents.map((each) => [String(each.latent), each.activation.toFixed(2), count(each.tokens), each.label ?? '(no label)']),
  )
}
