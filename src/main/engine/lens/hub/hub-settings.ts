import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the hub is and what Hugging Face's own programs keep on this machine, as the environment says to them and to us. */
export type HubSettings = {
  /** Without a slash at its end. */
  readonly endpoint: string
  /** What says where it is, for advice. */
  readonly saidBy: string
  /** Whether HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE forbids every request. */
  readonly offline: boolean
  /** The cache of huggingface_hub: read, never written. */
  readonly cache: string
  readonly tokenFile: string
  readonly environment: Environment
}

/** A token, and where it was found: a variable's name or a file. */
export type FoundToken = { readonly token: string; readonly from: string }

/** Throws a `Failure` for an HF_ENDPOINT that is no address. */
export function hubSettings(environment: Environment = process.env, home: string = homedir()): HubSettings {
  const set = (name: string) => {
    const value = environment[name]?.trim() ?? ''
    return value === '' ? null : value
  }
  const folder = (name: string) => expand(set(name), environment, home)
  const hfHome = folder('HF_HOME') ?? join(folder('XDG_CACHE_HOME') ?? join(home, '.cache'), 'huggingface')
  const endpoint = (set('HF_ENDPOINT') ?? 'https://huggingface.co').replace(/\/+$/, '')
  if (!/^https?:\/\//i.test(endpoint) || !URL.canParse(endpoint))
    throw new Failure(
      'bad-input',
      `HF_ENDPOINT is "${endpoint}", which is no address.`,
      'Set it to one that begins with https://, or unset it.',
    )
  return {
    endpoint,
    saidBy: 'HF_ENDPOINT',
    offline: isTrue(set('HF_HUB_OFFLINE')) || isTrue(set('TRANSFORMERS_OFFLINE')),
    cache: folder('HF_HUB_CACHE') ?? folder('HUGGINGFACE_HUB_CACHE') ?? join(hfHome, 'hub'),
    tokenFile: folder('HF_TOKEN_PATH') ?? join(hfHome, 'token'),
    environment,
  }
}

/** HF_TOKEN, HUGGING_FACE_HUB_TOKEN, or what `hf auth login` wrote; null without one, or where HF_HUB_DISABLE_IMPLICIT_TOKEN is set. */
export async function findToken({ environment, tokenFile }: HubSettings): Promise<FoundToken | null> {
  if (isTrue(environment['HF_HUB_DISABLE_IMPLICIT_TOKEN'] ?? null)) return null
  for (const variable of ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN']) {
    const token = environment[variable]?.trim() ?? ''
    if (token !== '') return { token: checkToken(token, variable), from: variable }
  }
  const kept = await readFile(tokenFile, 'utf8').then(
    (text) => text.trim(),
    () => '',
  )
  return kept === '' ? null : { token: checkToken(kept, tokenFile), from: tokenFile }
}

/** Throws a `Failure` for a token that no HTTP header can carry; it is not repeated. */
function checkToken(token: string, from: string): string {
  if (/^[\x21-\x7e]{1,4096}$/.test(token)) return token
  throw new Failure('bad-input', `The token in ${from} holds a space, a line break or a letter that no token has.`, 'Set it again.')
}

/** As huggingface_hub reads switches. */
function isTrue(value: string | null): boolean {
  return value !== null && /^(1|on|yes|true)$/i.test(value.trim())
}

/** `~` at the start, `$NAME` and `${NAME}`, as huggingface_hub expands them; a variable that is not set stays as written. */
function expand(path: string | null, environment: Environment, home: string): string | null {
  return (
    path
      ?.replace(/^~(?=$|[\\/])/, () => home)
      .replace(
        /\$(?:\{(\w+)\}|(\w+))/g,
        (whole, braced: string | undefined, bare: string | undefined) => environment[braced ?? bare ?? ''] ?? whole,
      ) ?? null
  )
}
