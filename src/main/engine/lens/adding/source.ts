import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import { isSafePath } from '../hub/hub-file.ts'
import { checkRevision, parseRepository, type Repository } from '../hub/repository.ts'

/** Where a reader or an SAE comes from. `path`: a folder or file; in a repository from its root, '' for all of it. */
export type LensSource =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'hub'; readonly repository: Repository; readonly revision: string; readonly path: string }

/** A path on this machine where there is one; else `owner/name[@revision][:folder or file]`, or the address of a page of the hub. */
export async function parseSource(text: string): Promise<LensSource> {
  const path = resolve(text)
  if ((await stat(path).catch(() => null)) !== null) return { kind: 'local', path }
  if (/^(?:[.~/\\]|[a-z]:[\\/])/i.test(text))
    throw new Failure(
      'not-found',
      `There is no ${text}.`,
      'Give a folder or file, or a repository of the hub such as openai-community/gpt2.',
    )
  const { named, revision, path: inside } = /^https?:/i.test(text) ? partsOfPage(text) : partsOf(text)
  if (inside !== '' && !isSafePath(inside))
    throw new Failure(
      'bad-input',
      `"${inside.slice(0, 200)}" is not a folder or file of a repository.`,
      'Write it as its page shows it.',
    )
  return { kind: 'hub', repository: parseRepository(named), revision: checkRevision(revision), path: inside }
}

type Parts = { readonly named: string; readonly revision: string; readonly path: string }

function partsOf(text: string): Parts {
  const [, named = text, revision = 'main', path = ''] = /^([^@:]+)(?:@([^:]+))?(?::(.*))?$/.exec(text) ?? []
  return { named, revision, path: path.replace(/^\/|\/$/g, '') }
}

/** `https://huggingface.co/owner/name/tree/revision/folder` */
function partsOfPage(text: string): Parts {
  const [, revision = 'main', path = ''] = /\/(?:tree|blob|resolve)\/([^/?#]+)(?:\/([^?#]*))?/.exec(text) ?? []
  return { named: text, revision: decodeURIComponent(revision), path: decodeURIComponent(path).replace(/\/$/, '') }
}

/** As it is written. */
export function sourceName(source: LensSource): string {
  if (source.kind === 'local') return source.path
  const { repository, revision, path } = source
  return `${repository.id}${revision === 'main' ? '' : `@${revision}`}${path === '' ? '' : `:${path}`}`
}
