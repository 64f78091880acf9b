import { latentSorts } from '../../../contract/latents.ts'
import {
  type Command,
  corporaFrom,
  numberOption,
  readingFrom,
  readingOptions,
  textOption,
  UsageError,
  type Values,
} from '../command.ts'
import { count, percent, signedPercent, textTable } from '../text-table.ts'

export const latentsCommand: Command = {
  name: 'latents',
  usage: '<project>',
  summary: 'the latent table over the corpora chosen',
  options: {
    ...readingOptions,
    corpus: { type: 'string', multiple: true },
    search: { type: 'string' },
    sort: { type: 'string' },
    limit: { type: 'string' },
  },
  takes: [1, 1],
  async run({ values, engine }) {
    const search = textOption(values, 'search')
    const { corpora } = corporaFrom(values)
    const list = await engine.operations.latents.list({
      ...readingFrom(values),
      ...(search === undefined ? {} : { search }),
      ...(corpora === undefined ? {} : { corpora, panes: corpora }),
      ...sortFrom(values, corpora?.length ?? 0),
      alive: true,
      offset: 0,
      limit: numberOption(values, 'limit', { min: 1, max: 100_000 }) ?? 50,
    })
    const latents = list.rows.map(
      ({ latent, label, origin, documentFrequency, tokenDensity, maxActivation, difference, interval }) => ({
        latent,
        label,
        origin,
        documentFrequency,
        tokenDensity,
        maxActivation,
        ...(difference === null ? {} : { difference, interval }),
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

function sortFrom(values: Values, corpora: number): { sort: (typeof latentSorts)[number]; descending: boolean } {
  const asked = textOption(values, 'sort') ?? 'documentFrequency'
  const sort = latentSorts.find((each) => each === asked)
  if (sort === undefined) throw new UsageError(`--sort takes one of ${latentSorts.join(', ')}, not "${asked}".`)
  if (sort.startsWith('difference') && corpora < 2) throw new UsageError(`--sort ${sort} needs two corpora: --corpus A --corpus B.`)
  return { sort, descending: sort !== 'latent' && sort !== 'label' }
}
