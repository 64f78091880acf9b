import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cursorsOf, type Unpacked } from '../../../src/main/engine/operations/analyses/kept-activations.ts'
import { ProjectReading } from '../../../src/main/engine/operations/project-reading.ts'
import { openActiveLatents } from '../../../src/main/engine/store/activations/active-latents.ts'
import { commitBlock } from '../../../src/main/engine/store/activations/commit-block.ts'
import { finishEncoding } from '../../../src/main/engine/store/activations/finish-encoding.ts'
import { beginEncoding } from '../../../src/main/engine/store/encodings.ts'
import { smallBlocks } from '../../support/brute-force-activations.ts'
import { channelOf, importTexts, lensNumber, temporaryStore } from '../store/temporary-store.ts'

const dSae = 12
const thresholds = new Float32Array(dSae)

/** Four encodings of 3, 6, 9 and 12 documents. */
function readProject() {
  const { db, folder } = temporaryStore()
  const lens = lensNumber(db)
  const encodings = [3, 6, 9, 12].map((documents) => {
    const corpus = importTexts(db, `c${documents}`, Array.from({ length: documents }, String))
    const identity = `e${documents}`
    const begun = { corpus: corpus.corpus, channel: channelOf(corpus), lens, identity, settings: {}, device: 'none' }
    const { encoding } = beginEncoding(db, begun)
    const blocks = smallBlocks({ seed: documents, documents, blockDocuments: 4, tokens: 9, dSae })
    for (const [at, block] of blocks.entries()) commitBlock(db, encoding, at, block, thresholds)
    for (const step of finishEncoding(db, encoding, thresholds)) void step
    return encoding
  })
  const place = { folder, store: folder, resources: folder, home: folder, version: 'test', host: 'test' }
  return { project: new ProjectReading(place), encodings }
}

function entriesOf(cursor: ReturnType<typeof openActiveLatents>) {
  return Array.from({ length: dSae }, (_, latent) => {
    const { from, end, ordinals, maxima, tokensActive } = cursor.at(latent)
    return [ordinals, maxima, tokensActive].map((column) => [...column.subarray(from, end)])
  })
}

describe('activations kept between questions', () => {
  test('are those that are stored, whatever is kept, and never more than there is room for', async () => {
    const { project, encodings } = readProject()
    const stored = new Map(encodings.map((encoding) => [encoding, entriesOf(openActiveLatents(project.db, encoding))]))
    const kept = () =>
      project.lasting.get(
        'active entries',
        () => new Map<number, Unpacked>(),
        () => 0,
      )
    fc.assert(
      fc.property(fc.array(fc.subarray(encodings), { maxLength: 8 }), fc.nat(200), (questions, limit) => {
        kept().clear()
        for (const asked of questions) {
          const cursors = cursorsOf(project, asked, dSae, limit)
          expect(cursors.map(entriesOf)).toEqual(asked.map((encoding) => stored.get(encoding)))
          const sizes = Array.from(kept().values(), ({ ordinals }) => ordinals.length)
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(limit)
        }
      }),
      { numRuns: 40 },
    )
    await project.close()
  })

  test('give way to what is asked for now, those asked for longest ago first', async () => {
    const { project, encodings } = readProject()
    const [three, six, nine] = encodings as [number, number, number]
    const size = (encoding: number) => entriesOf(openActiveLatents(project.db, encoding)).flatMap(([ordinals]) => ordinals!).length
    const limit = size(three) + size(six) + size(nine) - 1
    const kept = () => [
      ...project.lasting
        .get(
          'active entries',
          () => new Map<number, Unpacked>(),
          () => 0,
        )
        .keys(),
    ]
    cursorsOf(project, [three, six], dSae, limit)
    expect(kept()).toEqual([three, six])
    cursorsOf(project, [three], dSae, limit)
    expect(kept()).toEqual([six, three])
    cursorsOf(project, [nine], dSae, limit)
    expect(kept()).toEqual([three, nine])
    await project.close()
  })
})
