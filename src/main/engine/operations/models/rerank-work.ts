import { Failure } from '../../../../contract/failure.ts'
import type { RerankRun } from '../../../../contract/hypotheses.ts'
import type { ModelRequest } from '../../../../contract/model-requests.ts'
import type { JudgedDocuments } from '../../hypotheses/judge.ts'
import { rerank } from '../../hypotheses/rerank.ts'
import { textOf } from '../../store/documents.ts'
import { searchDocuments } from '../analyses/search.ts'
import type { ProjectReading } from '../project-reading.ts'
import { subjectOf } from '../subjects.ts'
import { type ModelWork, partOf } from './model-work.ts'
import { promptHash, promptOf } from './prompts-of.ts'

type RerankRequest = Extract<ModelRequest, { kind: 'rerank' }>

/**
 * A search whose first hits are put in a new order. What was found and why stays as it was.
 *
 * Throws Failure 'bad-input' where there are no words to compare hits with, or fewer than two hits; and what a search throws.
 */
export async function rerankWork(project: ProjectReading, request: RerankRequest): Promise<ModelWork> {
  const { search, characters, seed, window, rounds } = request
  if (search.query.trim() === '')
    throw new Failure(
      'bad-input',
      'Hits are put in order by how well they match words, and there are none.',
      'Search with a query.',
    )
  const limit = Math.max(search.limit, request.rerank)
  const { result: found } = await searchDocuments(project, { ...search, offset: 0, limit })
  const hits = found.hits
  const reranked = Math.min(request.rerank, hits.length)
  if (reranked < 2) throw new Failure('bad-input', 'Fewer than two documents were found.', 'Search for something else.')
  const channels = new Map(
    search.group.corpora.map((corpus) => [corpus, subjectOf(project, { corpus, channel: search.channel }).channel.channel]),
  )
  const documents: JudgedDocuments = {
    count: hits.length,
    numberOf: (hit) => hit,
    keyOf: (hit) => `${hits[hit]!.corpus} ${hits[hit]!.ordinal}`,
    textOf(hit) {
      const { corpus, ordinal } = hits[hit]!
      return textOf(project.db, channels.get(corpus)!, ordinal) ?? ''
    },
  }
  const template = promptOf(project, 'rerank')
  let result: RerankRun | null = null
  return {
    title: `Put ${reranked} hits in order`,
    corpora: search.group.corpora.flatMap((corpus) => {
      const its = hits.slice(0, reranked).filter((hit) => hit.corpus === corpus).length
      return its === 0 ? [] : [{ corpus, documents: its }]
    }),
    fingerprint: [
      found.recipe.inputs.map(({ encoding }) => encoding),
      hits.map(({ corpus, ordinal }) => [corpus, ordinal]),
      promptHash(project, 'rerank'),
    ],
    parts: [
      partOf(
        `The first ${reranked} hits`,
        () =>
          rerank({
            query: search.query,
            hits: documents,
            template,
            settings: { most: reranked, window, rounds, characters, seed },
          }),
        ({ order, compared, above, missing }) => {
          const put = order.map((hit) => ({ ...hits[hit]!, before: hit + 1, compared: compared[hit]!, above: above[hit]! }))
          result = { query: search.query, hits: put, reranked, missing }
        },
      ),
    ],
    result: () => result,
  }
}
