import { extname, resolve } from 'node:path'
import type { z } from 'zod'
import { type latentTableFormats, tableColumns, type wholeTableInput } from '../../../contract/latent-table.ts'
import { labelOrigins, latentSorts, searchWays } from '../../../contract/latents.ts'
import type { Engine } from '../../engine/engine.ts'
import { decimalOption } from '../analysis-options.ts'
import {
  type Command,
  corporaFrom,
  listOption,
  numberOption,
  type Outcome,
  readingFrom,
  readingOptions,
  textOption,
  UsageError,
  type Values,
} from '../command.ts'
import { count, percent, signedPercent, textTable } from '../text-table.ts'

type Asked = z.output<typeof wholeTableInput>

export const latentsCommand: Command = {
  name: 'latents',
  usage: '<project>',
  summary: 'the latent table over the corpora chosen',
  options: {
    ...readingOptions,
    corpus: { type: 'string', multiple: true },
    search: { type: 'string' },
    'search-by': { type: 'string' },
    origin: { type: 'string', multiple: true },
    'min-score': { type: 'string' },
    out: { type: 'string' },
    sort: { type: 'string' },
    limit: { type: 'string' },
  },
  takes: [1, 1],
  async run({ values, engine }) {
    const { corpora } = corporaFrom(values)
    const asked = {
      ...readingFrom(values),
      ...filterFrom(values),
      ...(corpora === undefined ? {} : { corpora, panes: corpora }),
      ...sortFrom(values, corpora?.length ?? 0),
      alive: true,
    }
    const out = textOption(values, 'out')
    if (out !== undefined) return written(engine, asked, resolve(out))
    const list = await engine.operations.latents.list({
      ...asked,
      offset: 0,
      limit: numberOption(values, 'limit', { min: 1, max: 100_000 }) ?? 50,
    })
    const latents = list.rows.map(
      ({ latent, label, origin, score, documentFrequency, tokenDensity, maxActivation, difference, interval, meaning }) => ({
        latent,
        label,
        origin,
        score,
        documentFrequency,
        tokenDensity,
        maxActivation,
        ...(difference === null ? {} : { difference, interval }),
        ...(meaning === null ? {} : { meaning }),
      }),
    )
    const table = textTable(
      [
        { title: 'latent', align: 'right' },
        { title: 'documents', align: 'right' },
        { title: 'tokens', align: 'right' },
        { title: 'max', align: 'right' },
        ...(list.rows.some((row) => row.difference !== null) ? [{ title: 'difference', align: 'right' as const }] : []),
        { title: 'label' },
      ],
      list.rows.map((row) => [
        String(row.latent),
        percent(row.documentFrequency),
        percent(row.tokenDensity),
        row.maxActivation.toPrecision(3),
        ...(row.difference === null ? [] : [signedPercent(row.difference)]),
        row.label ?? '(no label)',
      ]),
    )
    return {
      json: { lens: list.lens, total: list.total, latents },
      text: `${table}\n\n${count(list.rows.length)} of ${count(list.total)} latents, lens ${list.lens}`,
    }
  },
}

/** Every row that answers, as a file whose ending says in which format. */
async function written(engine: Engine, asked: Asked, path: string): Promise<Outcome> {
  const format = formats[extname(path).toLowerCase()]
  if (format === undefined) throw new UsageError(`--out takes a file that ends in ${Object.keys(formats).join(', ')}, not ${path}.`)
  const columns = tableColumns.filter((name) => name !== 'meaning' || asked.searchBy === 'meaning')
  const { rows } = await engine.operations.latents.export({ ...asked, columns, format, out: path })
  return { json: { out: path, rows }, text: `${count(rows)} latents written to ${path}` }
}

const formats: Readonly<Record<string, (typeof latentTableFormats)[number]>> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.parquet': 'parquet',
  '.md': 'markdown',
}

function filterFrom(values: Values): Pick<Asked, 'search' | 'searchBy' | 'origins' | 'score'> {
  const search = textOption(values, 'search')
  const way = textOption(values, 'search-by')
  const searchBy = searchWays.find((each) => each === way)
  if (way !== undefined && searchBy === undefined)
    throw new UsageError(`--search-by takes one of ${searchWays.join(', ')}, not "${way}".`)
  const named = listOption(values, 'origin')
  const origins = named?.map((name) => {
    const origin = [...labelOrigins, 'none' as const].find((each) => each === name)
    if (origin === undefined) throw new UsageError(`--origin takes ${labelOrigins.join(', ')} or none, not "${name}".`)
    return origin
  })
  const score = decimalOption(values, 'min-score', 0, 1)
  return {
    ...(search === undefined ? {} : { search, ...(searchBy === undefined ? {} : { searchBy }) }),
    ...(origins === undefined ? {} : { origins }),
    ...(score === undefined ? {} : { score: { atLeast: score } }),
  }
}

function sortFrom(values: Values, corpora: number): { sort: (typeof latentSorts)[number]; descending: boolean } {
  const byMeaning = textOption(values, 'search-by') === 'meaning'
  const asked = textOption(values, 'sort') ?? (byMeaning ? 'meaning' : 'documentFrequency')
  const sort = latentSorts.find((each) => each === asked)
  if (sort === undefined) throw new UsageError(`--sort takes one of ${latentSorts.join(', ')}, not "${asked}".`)
  if (sort.startsWith('difference') && corpora < 2) throw new UsageError(`--sort ${sort} needs two corpora: --corpus A --corpus B.`)
  return { sort, descending: sort !== 'latent' && sort !== 'label' && sort !== 'origin' }
}
