import { createHash } from 'node:crypto'
import { Failure, failureIn } from '../../contract/failure.ts'
import type { EmbedderChoice, EmbedderTerms, Endpoint } from '../../contract/language-models.ts'
import type { Operations } from '../../contract/operations.ts'
import { endpointNamed, readEndpoints } from './endpoint-settings.ts'
import type { Host } from './host.ts'
import { writeHomeFile } from './home-folder.ts'
import { addressHash } from './language-model/call.ts'
import { isLocal } from './language-model/is-local.ts'
import { keyOf, type KeyPlaces } from './language-model/key-of.ts'
import { type ChosenEmbedder, embeddersFile, readEmbedderChoices } from './operations/embedder-choice.ts'

/** What is needed of the open project. */
type Asking = {
  readonly places: KeyPlaces
  /** The store folder; null where no project is open. */
  store(): string | null
  readonly soFar: (input: { endpoint: Endpoint }) => Promise<Pick<EmbedderTerms, 'lenses' | 'tokensEach'>>
  readonly embedWords: (input: { words: string; endpoint: Endpoint; key: string | null }) => Promise<void>
  changed(): void
}

export type LabelEmbedder = Pick<Operations['languageModels'], 'embedder' | 'embedderTerms' | 'setEmbedder'> & {
  /**
   * Has the words of a search embedded by the endpoint that was chosen, if one was.
   * @returns why that could not be, in a sentence, null where all went well; null at once where nothing is to be done
   */
  prepare(words: string | null): Promise<string | null> | null
}

/** The model of an endpoint that embeds, as an endpoint of its own. Throws Failure 'bad-input' where it names none. */
export function asEmbedder(endpoint: Endpoint): Endpoint {
  const { embedding } = endpoint
  if (embedding === null)
    throw new Failure(
      'bad-input',
      `${endpoint.name} names no embedding model.`,
      'Give it one: etalon endpoints add NAME … --embedding-model MODEL, or in the window under Language models.',
    )
  const { model, price } = embedding
  return { ...endpoint, model, price: price === null ? null : { ...price, output: 0 }, contextTokens: null }
}

/** Which embedder compares words with labels in the open project: the bundled one, or an endpoint's that the user has agreed to. */
export function labelEmbedder({ home }: Pick<Host, 'home'>, asking: Asking): LabelEmbedder {
  const chosen = (): ChosenEmbedder | null => readEmbedderChoices(home)[asking.store() ?? ''] ?? null

  /** The endpoint as it was agreed to. Throws a Failure where it is no longer so. */
  async function agreed({ endpoint: name, model, address }: ChosenEmbedder): Promise<Endpoint> {
    const endpoint = asEmbedder(await endpointNamed(home, name))
    if (addressHash(endpoint) !== address || endpoint.model !== model)
      throw new Failure(
        'stale',
        `${name} has another address or embedding model than when it was chosen for searches.`,
        'Choose it again, or the bundled embedder.',
      )
    return endpoint
  }

  async function embedded(words: string, choice: ChosenEmbedder): Promise<void> {
    const endpoint = await agreed(choice)
    await asking.embedWords({ words, endpoint, key: (await keyOf(endpoint, asking.places))?.key ?? null })
  }

  async function embedder(): Promise<EmbedderChoice> {
    const choice = chosen()
    if (choice === null) return { endpoint: null, model: 'bundled', url: null, local: true, problem: null }
    const known = (await readEndpoints(home)).find(({ name }) => name === choice.endpoint)
    const url = known?.url ?? null
    const problem = await agreed(choice).then(() => null, sentenceOf)
    return { endpoint: choice.endpoint, model: choice.model, url, local: url !== null && isLocal(url), problem }
  }

  async function terms(name: string): Promise<EmbedderTerms> {
    const endpoint = asEmbedder(await endpointNamed(home, name))
    const { url, model, price } = endpoint
    const { lenses, tokensEach } = await asking.soFar({ endpoint })
    const id = createHash('sha256')
      .update(JSON.stringify([asking.store(), name, url, model, price]))
      .digest('hex')
      .slice(0, 32)
    return {
      id,
      endpoint: name,
      model,
      url,
      local: isLocal(url),
      price: price === null ? null : { input: price.input, currency: price.currency },
      tokensEach,
      lenses,
    }
  }

  async function choose(choice: ChosenEmbedder | null): Promise<void> {
    const { [asking.store() ?? '']: _, ...others } = readEmbedderChoices(home)
    await writeHomeFile(embeddersFile(home), choice === null ? others : { ...others, [asking.store() ?? '']: choice })
    asking.changed()
  }

  return {
    embedder,
    embedderTerms: ({ name }) => terms(name),
    async setEmbedder({ endpoint: name, terms: agreedTo }) {
      if (name === null) await choose(null)
      else {
        const { id, url, model } = await terms(name)
        if (id !== agreedTo)
          throw new Failure(
            'stale',
            'Where searched words would be sent has changed since it was shown, or was not shown.',
            'Look at the terms again, and confirm those.',
          )
        await choose({ endpoint: name, model, address: addressHash({ url }) })
      }
      return embedder()
    },
    prepare(words) {
      const choice = words === null ? null : chosen()
      return words === null || choice === null ? null : embedded(words, choice).then(() => null, sentenceOf)
    },
  }
}

function sentenceOf(error: unknown): string {
  const failure = failureIn(error)
  if (failure === null) throw error
  return failure.message
}
