import { Failure } from '../../src/contract/failure.ts'
import type { Note } from '../../src/contract/notes.ts'
import type { Operations } from '../../src/contract/operations.ts'

/** Notes and lists that are kept as long as the server lives. */
export function fakeNoteOperations(): Pick<Operations, 'notes'> {
  const latents = new Map<number, Note>()
  const documents = new Map<string, Note>()
  const lists = new Map<string, number[]>()
  const none: Note = { note: '', flag: null }
  const madeAt = '2026-11-20T10:00:00Z'
  const keyOf = (corpus: string, document: string) => JSON.stringify([corpus, document])
  const changed = (
    before: Note,
    { note, flag }: { readonly note?: string | undefined; readonly flag?: string | null | undefined },
  ): Note => ({
    note: note ?? before.note,
    flag: flag === undefined ? before.flag : flag,
  })
  const listed = (name: string) => ({ name, madeAt, latents: (lists.get(name) ?? []).map((latent) => ({ latent, label: null })) })
  return {
    notes: {
      all: async () => ({
        latents: [...latents].map(([latent, note]) => ({ latent, label: null, ...note })),
        documents: [...documents].map(([key, note]) => {
          const [corpus = '', document = ''] = JSON.parse(key) as string[]
          return { corpus, document, ...note }
        }),
      }),
      latent: async ({ latent }) => latents.get(latent) ?? none,
      setLatent: async ({ latent, ...change }) => {
        const note = changed(latents.get(latent) ?? none, change)
        latents.set(latent, note)
        return note
      },
      document: async ({ corpus, document }) => documents.get(keyOf(corpus, document)) ?? none,
      setDocument: async ({ corpus, document, ...change }) => {
        const note = changed(documents.get(keyOf(corpus, document)) ?? none, change)
        documents.set(keyOf(corpus, document), note)
        return note
      },
      lists: async () => [...lists].map(([name, members]) => ({ name, latents: members.length, madeAt })),
      list: async ({ name }) => {
        if (!lists.has(name)) throw new Failure('not-found', `There is no list "${name}".`, 'Add a latent to it.')
        return listed(name)
      },
      changeList: async ({ name, add, take, latents: whole, rename = name, remove }) => {
        const members = [...new Set([...(whole ?? lists.get(name) ?? []), ...add])].filter((latent) => !take.includes(latent))
        lists.delete(name)
        lists.set(rename, members)
        const list = listed(rename)
        if (remove) lists.delete(rename)
        return list
      },
    },
  }
}
