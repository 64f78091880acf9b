import { create } from 'zustand'
import { uploadBytes } from '../../contract/importing.ts'
import { api } from './api.ts'
import { failureOf, type ShownFailure } from './failure-of.ts'
import { newRequestId } from './request-id.ts'
import { workbench } from './workbench.ts'

/** Files of one corpus that only the window can read. `folder`: what the folder of text files is called that they are in. */
export type FileGroup = { readonly name: string; readonly folder?: string; readonly files: readonly File[] }

/** A file or folder from elsewhere that may become a corpus. Nothing of it is stored before it is imported. */
export type Incoming = {
  readonly key: number
  readonly name: string
  readonly bytes: number | null
  /** Where it lies, once all of it is there. */
  readonly path: string | null
  /** The upload that it is copied in by; null of what lies on the engine's machine. */
  readonly upload: string | null
  readonly sent: number
  readonly failure: ShownFailure | null
  /** The job that imports it. */
  readonly job: number | null
}

type State = { readonly incoming: readonly Incoming[]; readonly shown: number | null }
export const useIncoming = create<State>()(() => ({ incoming: [], shown: null }))

let lastKey = 0

/** What lies on the engine's machine: looked at where it is, copied into the project folder when it is imported. */
export function addPaths(paths: readonly string[]): void {
  add(paths.map((path) => ({ name: path.replace(/^.*[\\/]/, ''), bytes: null, path, upload: null })))
}

/** What the window has only the bytes of: copied into a hidden folder of the project, one after the other. */
export async function addFiles(groups: readonly FileGroup[]): Promise<void> {
  const sizes = groups.map(({ files }) => files.reduce((sum, file) => sum + file.size, 0))
  const added = add(groups.map(({ name }, at) => ({ name, bytes: sizes[at] ?? 0, path: null, upload: newRequestId() })))
  for (const [at, { key, upload }] of added.entries()) {
    const group = groups[at]
    if (group === undefined || upload === null) continue
    try {
      await send(key, upload, group)
    } catch (error) {
      change(key, { failure: failureOf(error) })
    }
  }
}

async function send(key: number, upload: string, { folder, files }: FileGroup): Promise<void> {
  let sent = 0
  let path: string | null = null
  for (const file of files) {
    for (let offset = 0; offset === 0 || offset < file.size; offset += uploadBytes) {
      if (!isThere(key)) return
      const bytes = new Uint8Array(await file.slice(offset, offset + uploadBytes).arrayBuffer())
      const part = { upload, file: file.name, offset, bytes, ...(folder === undefined ? {} : { folder }) }
      path = (await api.corpora.upload.mutate(part)).path
      sent += bytes.length
      change(key, { sent })
    }
  }
  // It may have been discarded while the last part was on its way.
  if (isThere(key)) change(key, { path })
  else await api.corpora.discardUpload.mutate({ upload })
}

/** Takes it off the list, and what was copied of it away. */
export async function discardIncoming(key: number): Promise<void> {
  const { upload } = useIncoming.getState().incoming.find((each) => each.key === key) ?? { upload: null }
  forgetIncoming(key)
  if (upload !== null) await api.corpora.discardUpload.mutate({ upload }).catch(() => undefined)
}

/** It is a corpus of the project now. */
export function forgetIncoming(key: number): void {
  useIncoming.setState(({ incoming, shown }) => {
    const left = incoming.filter((each) => each.key !== key)
    return { incoming: left, shown: shown === key ? (left[0]?.key ?? null) : shown }
  })
}

export const showIncoming = (key: number): void => useIncoming.setState({ shown: key })
export const importsIncoming = (key: number, job: number | null): void => change(key, { job })

/** Another project was opened: what was to become a corpus of the one before does not. */
export function forgetAllIncoming(): void {
  useIncoming.setState({ incoming: [], shown: null })
}

function add(wanted: readonly Pick<Incoming, 'name' | 'bytes' | 'path' | 'upload'>[]): readonly Incoming[] {
  const added = wanted.map((each): Incoming => ({ ...each, key: ++lastKey, sent: 0, failure: null, job: null }))
  const [first] = added
  if (first === undefined) return []
  useIncoming.setState(({ incoming }) => ({ incoming: [...incoming, ...added], shown: first.key }))
  workbench.getState().put({ activity: 'corpora', corpus: null })
  return added
}

const isThere = (key: number): boolean => useIncoming.getState().incoming.some((each) => each.key === key)

function change(key: number, changed: Partial<Incoming>): void {
  useIncoming.setState(({ incoming }) => ({
    incoming: incoming.map((each) => (each.key === key ? { ...each, ...changed } : each)),
  }))
}
