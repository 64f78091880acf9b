import { expect, test } from 'vitest'
import { findInput } from '../../../src/contract/find.ts'
import { findAnything } from '../../../src/main/engine/operations/find.ts'
import { ProjectReading } from '../../../src/main/engine/operations/project-reading.ts'
import { beginEncoding } from '../../../src/main/engine/store/encodings.ts'
import { latentListNamed, setLatentsInList } from '../../../src/main/engine/store/latent-lists.ts'
import { addLabels } from '../../support/add-labels.ts'
import { channelOf, documentOf, importDocuments, importTexts, lensNumber, temporaryStore } from '../store/temporary-store.ts'

function project() {
  const { db, folder } = temporaryStore()
  const lens = lensNumber(db)
  const films = importDocuments(db, 'films', [
    documentOf(1, 'A quiet film about polite people.', { id: 'fi-1' }),
    documentOf(2, `${'Long ago. '.repeat(60)}The politeness of strangers moved her.`, { id: 'fi-2' }),
  ])
  importTexts(db, 'notes', ['Nothing of interest.'])
  beginEncoding(db, { corpus: films.corpus, channel: channelOf(films), lens, identity: 'e', settings: {}, device: 'cpu' })
  const labels = ['', 'polite requests', 'apologies and impolite words', '', '', '', '', 'digits']
  addLabels(
    db,
    labels.flatMap((text, latent) =>
      text === '' ? [] : [{ lens, latent, text, notes: '', origin: 'import', author: 'a-lens' } as const],
    ),
  )
  const { list } = latentListNamed(db, lens, 'polite ones')
  setLatentsInList(db, list, [1, 2])
  const place = { folder, store: folder, resources: folder, home: folder, version: 'test', host: 'test' }
  return new ProjectReading(place)
}

test('a few letters lead to latents, lists, documents and corpora, each kind with the best first', async () => {
  const reading = project()
  const find = (query: string, limit = 6) =>
    findAnything(reading, findInput.parse({ query, limit })).map((found) => {
      switch (found.kind) {
        case 'latent':
          return `latent ${found.latent}`
        case 'document':
          return `${found.id}: ${found.excerpt}`
        case 'analysis':
        case 'finding':
          return `${found.kind} ${found.id}`
        case 'corpus':
        case 'list':
          return `${found.kind} ${found.name}`
      }
    })
  expect(find('polite')).toEqual([
    'latent 1',
    'latent 2',
    'list polite ones',
    'fi-1: A quiet film about polite people.',
    expect.stringMatching(/^fi-2: ….*The politeness of strangers moved her\.$/),
  ])
  expect(find('7')).toEqual(['latent 7'])
  expect(find('fi-2')).toEqual([expect.stringMatching(/^fi-2: Long ago\./)])
  expect(find('films')).toEqual(['corpus films'])
  expect(find('')).toEqual(['corpus films', 'corpus notes', 'list polite ones'])
  expect(find('polite', 1)).toHaveLength(3)
  expect(find('"; DROP TABLE documents; --')).toEqual([])
  await reading.close()
})

test('a project without a store has nothing to find', async () => {
  const { folder } = temporaryStore()
  const reading = new ProjectReading({
    folder: `${folder}/no`,
    store: `${folder}/no`,
    resources: folder,
    home: folder,
    version: 't',
    host: 't',
  })
  expect(findAnything(reading, findInput.parse({ query: 'a' }))).toEqual([])
  await reading.close()
})
