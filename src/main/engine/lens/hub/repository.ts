import { Failure } from '../../../../contract/failure.ts'

/** A repository of the hub. `id`: `owner/name`, or only `name` for a few old ones. */
export type Repository = { readonly kind: 'model' | 'dataset'; readonly id: string }

/** A repository at one commit. `revision`: as it was asked for, a branch or tag that names `commit` at present, or the commit. */
export type RepositoryAtCommit = { readonly repository: Repository; readonly revision: string; readonly commit: string }

/** The hub's own rule for each of the two parts; beyond it, neither `--` nor `..` may stand in them. */
const part = /^[A-Za-z0-9_](?:[\w.-]{0,94}\w)?$/

/** The hub's own names; a mirror is not one of them, as what is pasted must not decide where a request goes. */
const hubHosts: ReadonlySet<string> = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co'])

/** `owner/name`, `datasets/owner/name`, or the address of its page. Throws a `Failure` for anything else. */
export function parseRepository(text: string): Repository {
  const segments = pathOf(text.trim()).split('/')
  const kind = segments[0] === 'datasets' && segments.length > 1 ? 'dataset' : 'model'
  const parts = kind === 'dataset' ? segments.slice(1) : segments
  const id = parts.join('/')
  const named = parts.length <= 2 && parts.every((each) => part.test(each) && !/--|\.\.|\.git$/.test(each))
  if (named) return { kind, id }
  throw new Failure(
    'bad-input',
    `"${text.slice(0, 200)}" is not the name of a repository.`,
    'Write it as owner/name, as in openai-community/gpt2, or paste the address of its page on huggingface.co.',
  )
}

/** What follows the host in a page's address, without what leads into the repository; any other text as it is. */
function pathOf(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return text
  const { hostname, pathname } = new URL(text)
  if (!hubHosts.has(hostname)) return text
  return pathname.replace(/^\/|\/$/g, '').replace(/\/(tree|blob|resolve)\/.*$/, '')
}

/** A branch, tag, commit or `refs/pr/1`. Throws a `Failure` for what git does not take, or could lead out of a folder. */
export function checkRevision(revision: string): string {
  if (/^[\w][\w.+-]*(\/[\w][\w.+-]*)*$/.test(revision) && revision.length <= 200 && !revision.includes('..')) return revision
  throw new Failure(
    'bad-input',
    `"${revision.slice(0, 200)}" is not a revision.`,
    'Name a branch, a tag or a commit, or leave it out for main.',
  )
}

/** The path of its page. */
export function pagePath({ kind, id }: Repository): string {
  return kind === 'dataset' ? `datasets/${id}` : id
}

/** The name of its folder in a cache, as huggingface_hub gives it. */
export function folderName({ kind, id }: Repository): string {
  return [`${kind}s`, ...id.split('/')].join('--')
}

/** A path as a part of an address. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
