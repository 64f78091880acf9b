import { Failure } from '../../../contract/failure.ts'
import type { Endpoint } from '../../../contract/language-models.ts'

export type FoundKey = { readonly key: string; readonly from: 'keychain' | 'environment' }

/** Where keys lie; `secret` asks the system keychain by the endpoint's name and answers null where it has none. */
export type KeyPlaces = {
  secret(endpoint: string): Promise<string | null>
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * An endpoint's key: the keychain's, else that of its variable (`ETALON_KEY` where it names none); null without one.
 * Throws a `Failure` for a key that no HTTP header can carry.
 */
export async function keyOf(endpoint: Pick<Endpoint, 'name' | 'keyVariable'>, places: KeyPlaces): Promise<FoundKey | null> {
  const kept = (await places.secret(endpoint.name))?.trim() ?? ''
  const variable = endpoint.keyVariable ?? 'ETALON_KEY'
  const key = kept === '' ? (places.environment[variable]?.trim() ?? '') : kept
  if (key === '') return null
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new Failure(
      'bad-input',
      `The key of ${endpoint.name} holds a space, a line break or a letter that no key has.`,
      kept === '' ? `Set ${variable} again.` : 'Set the key again.',
    )
  return { key, from: kept === '' ? 'environment' : 'keychain' }
}
