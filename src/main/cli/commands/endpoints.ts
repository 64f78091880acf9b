import { Failure } from '../../../contract/failure.ts'
import { type Endpoint, endpointSchema, type EndpointSummary } from '../../../contract/language-models.ts'
import { type Command, numberOption, textOption, UsageError, type Values } from '../command.ts'
import { inertLine, textTable } from '../text-table.ts'

export const endpointsCommand: Command = {
  name: 'endpoints',
  usage: 'list | add NAME | remove NAME',
  summary: 'language models to ask, at any OpenAI-compatible address; none is needed',
  options: {
    url: { type: 'string' },
    model: { type: 'string' },
    concurrency: { type: 'string' },
    context: { type: 'string' },
    timeout: { type: 'string' },
    price: { type: 'string' },
    'embedding-model': { type: 'string' },
    'embedding-price': { type: 'string' },
    'key-variable': { type: 'string' },
  },
  takes: [1, 2],
  async run({ positionals, values, engine }) {
    const [action, name] = positionals
    const { languageModels } = engine.operations
    if (action === 'add' && name !== undefined) await languageModels.saveEndpoint(endpointFrom(name, values))
    else if (action === 'remove' && name !== undefined) await languageModels.removeEndpoint({ name })
    else if (action !== 'list' || name !== undefined) throw new UsageError('endpoints takes: list, add NAME or remove NAME.')
    const endpoints = await languageModels.endpoints()
    return { json: { endpoints }, text: endpoints.length === 0 ? 'No endpoint is named yet.' : tableOf(endpoints) }
  },
}

function endpointFrom(name: string, values: Values) {
  const parsed = endpointSchema.safeParse({
    name,
    url: textOption(values, 'url'),
    model: textOption(values, 'model'),
    concurrency: numberOption(values, 'concurrency', { min: 1, max: 64 }),
    contextTokens: numberOption(values, 'context', { min: 512, max: 100_000_000 }),
    timeout: numberOption(values, 'timeout', { min: 1, max: 3600 }),
    price: priceFrom(textOption(values, 'price')),
    embedding: embeddingFrom(values),
    keyVariable: textOption(values, 'key-variable'),
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0] ?? '')
  if ((field === 'url' || field === 'model') && values[field] === undefined)
    throw new UsageError('An endpoint needs --url, such as http://127.0.0.1:11434/v1, and --model.')
  throw new Failure(
    'bad-input',
    `The endpoint's ${field} is not right: ${issue?.message ?? ''}.`,
    'etalon endpoints --help says what it takes.',
  )
}

function embeddingFrom(values: Values): Endpoint['embedding'] {
  const model = textOption(values, 'embedding-model')
  const price = textOption(values, 'embedding-price')
  if (model === undefined && price !== undefined) throw new UsageError('--embedding-price takes an --embedding-model as well.')
  if (model === undefined) return null
  if (price === undefined) return { model, price: null }
  const parts = /^(\d+(?:\.\d+)?)(?:\s*([A-Za-z€$£]{1,8}))?$/.exec(price.trim())
  if (parts === null)
    throw new UsageError(`--embedding-price takes what a million tokens cost, such as "0.02 USD", not "${price}".`)
  return { model, price: { input: Number(parts[1]), currency: parts[2] ?? 'USD' } }
}

/** `IN/OUT CURRENCY` per million tokens. */
function priceFrom(text: string | undefined): { input: number; output: number; currency: string } | undefined {
  if (text === undefined) return undefined
  const parts = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)(?:\s*([A-Za-z€$£]{1,8}))?$/.exec(text.trim())
  if (parts === null)
    throw new UsageError(`--price takes what a million tokens cost, in and out, such as "0.15/0.60 USD", not "${text}".`)
  return { input: Number(parts[1]), output: Number(parts[2]), currency: parts[3] ?? 'USD' }
}

function tableOf(endpoints: readonly EndpointSummary[]): string {
  return textTable(
    [
      { title: 'name' },
      { title: 'address' },
      { title: 'model' },
      { title: 'key' },
      { title: 'price of a million' },
      { title: 'embeds with' },
      { title: '' },
    ],
    endpoints.map(({ name, url, model, key, price, embedding, local }) => [
      name,
      inertLine(url),
      inertLine(model),
      key === null ? 'none' : `from the ${key}`,
      price === null ? '' : `${price.input} in, ${price.output} out (${price.currency})`,
      embedding === null ? '' : inertLine(embedding.model),
      local ? 'this machine' : '',
    ]),
  )
}
