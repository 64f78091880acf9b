import { Failure } from '../../src/contract/failure.ts'
import type { Note } from '../../src/contract/notes.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { FakeJobs } from './fake-jobs.ts'
import type { FakeProject } from './fake-project.ts'

const none: Note = { note: '', flag: null }
const madeAt = '2026-11-20T10:00:00Z'

/** Notes and lists that are kept as long as the server lives; one document of a corpus that is gone has a note. */
export function fakeNoteOperations(
  project: FakeProject,
  jobs: FakeJobs,
  { labels }: Pick<Operations, 'labels'>,
): Pick<Operations, 'notes'> {
  const { notes: latents, lists } = project
  const documents = new Map<string, Note>([[keyOf('letters', 'l-007'), { note: 'dated *twice*', flag: null }]])
  const labelOf = async (latent: number) => (await labels.history({ latent })).find(({ current }) => current)?.text ?? null
  const listed = async (name: string) => ({
    name,
    madeAt,
    latents: await Promise.all((lists.get(name) ?? []).map(async (latent) => ({ latent, label: await labelOf(latent) }))),
  })
  const ordinalOf = (name: string, document: string) => {
    const corpus = project.corpora.find((each) => each.name === name)
    const ordinals = Array.from({ length: corpus?.documents ?? 0 }, (_, ordinal) => ordinal)
    return ordinals.find((ordinal) => corpus?.id(ordinal) === document) ?? null
  }
  return {
    notes: {
      all: async () => ({
        latents: await Promise.all(
          [...latents].filter(isKept).map(async ([latent, note]) => ({ latent, label: await labelOf(latent), ...note })),
        ),
        documents: [...documents].filter(isKept).map(([key, note]) => {
          const [corpus = '', document = ''] = JSON.parse(key) as string[]
          return { corpus, document, ordinal: ordinalOf(corpus, document), ...note }
        }),
      }),
      latent: async ({ latent }) => latents.get(latent) ?? none,
      setLatent: async ({ latent, ...change }) => {
        const note = changed(latents.get(latent) ?? none, change)
        latents.set(latent, note)
        jobs.changed('notes')
        return note
      },
      document: async ({ corpus, document }) => documents.get(keyOf(corpus, document)) ?? none,
      setDocument: async ({ corpus, document, ...change }) => {
        const note = changed(documents.get(keyOf(corpus, document)) ?? none, change)
        documents.set(keyOf(corpus, document), note)
        jobs.changed('notes')
        return note
      },
      lists: async ({ latent }) =>
        [...lists]
          .map(([name, members]) => ({
            name,
            latents: members.length,
            madeAt,
            holds: latent !== undefined && members.includes(latent),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      list: async ({ name }) => {
        if (!lists.has(name)) throw new Failure('not-found', `There is no list "${name}".`, 'Add a latent to it.')
        return listed(name)
      },
      changeList: async ({ name, add, take, latents: whole, rename = name, remove }) => {
        if (rename !== name && lists.has(rename))
          throw new Failure('conflict', `There is a list "${rename}" already.`, 'Choose another name, or add to that list.')
        const members = [...new Set([...(whole ?? lists.get(name) ?? []), ...add])].filter((latent) => !take.includes(latent))
        lists.delete(name)
        lists.set(rename, members)
        const list = await listed(rename)
        if (remove) lists.delete(rename)
        jobs.changed('notes')
        return list
      },
    },
  }
}

const keyOf = (corpus: string, document: string) => JSON.stringify([corpus, document])
const isKept = ([, { note, flag }]: readonly [unknown, Note]) => note !== '' || flag !== null
const changed = (
  before: Note,
  { note, flag }: { readonly note?: string | undefined; readonly flag?: string | null | undefined },
): Note => ({
  note: note ?? before.note,
  flag: flag === undefined ? before.flag : flag,
})
