import type { AnalysisKind, DocumentGroup, Made } from '../../src/contract/analyses.ts'
import type { AnalysisResult, RecordedAnalysis } from '../../src/contract/recorded-analyses.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { Operations } from '../../src/contract/operations.ts'
import { type SavedSearch, searchInput } from '../../src/contract/search.ts'
import { fakeCluster } from './fake-clusters.ts'
import { fakeCorrelate } from './fake-correlations.ts'
import { fakeDiff, fakeTrend, lengthWarning } from './fake-differences.ts'
import { groupIn } from './fake-groups.ts'
import type { FakeJobs } from './fake-jobs.ts'
import { fakeClusterNames } from './fake-judgements.ts'
import { fakePairs } from './fake-pairs.ts'
import type { FakeProject } from './fake-project.ts'
import { fakeCount, fakeSearch, fakeSimilar } from './fake-search.ts'

type Bare<T> = Omit<T, keyof Made>
type ResultOf<K extends AnalysisKind> = Extract<AnalysisResult, { kind: K }>['result']
type Asked = { readonly groups: readonly DocumentGroup[]; readonly labels: boolean }

/** Documents that are gone through in a second: an analysis of many takes long enough to be cancelled. */
const documentsASecond = 5000

/** The four analyses of a fake project, what they left, and the saved searches. */
export function fakeAnalysisOperations(project: FakeProject, jobs: FakeJobs): Pick<Operations, 'analyses'> {
  const { recorded } = project
  const newestFirst = () => [...recorded.values()].sort((a, b) => b.id - a.id)
  let searches: SavedSearch[] = []
  let lastId = 0
  let cancelled = 0

  async function passTime(groups: readonly DocumentGroup[]): Promise<void> {
    const documents = groups.flatMap(({ corpora }) => corpora).reduce((sum, name) => sum + project.corpus(name).documents, 0)
    const before = cancelled
    for (let left = documents / documentsASecond; left > 0; left -= 0.05) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      if (cancelled !== before) throw new Failure('cancelled', 'The analysis was cancelled.', 'Run it again when you need it.')
    }
  }

  const labelVersions = () => [...project.labels.values()].reduce((sum, versions) => sum + versions.length, 0)

  async function run<K extends AnalysisKind>(
    kind: K,
    title: string,
    request: unknown,
    { groups, labels }: Asked,
    work: () => Bare<ResultOf<K>>,
    warn: (result: Bare<ResultOf<K>>) => readonly string[] = () => [],
  ): Promise<ResultOf<K>> {
    await passTime(groups)
    const bare = work()
    const id = ++lastId
    const names = groups.flatMap(({ corpora }) => corpora)
    const made: Made = {
      analysis: id,
      recipe: {
        kind,
        request,
        etalon: '0.1.0',
        lens: 'small-english',
        lensHash: '5f1c2a',
        inputs: names.map((corpus) => ({
          corpus,
          channel: 'text',
          encoding: `e-${corpus}`,
          documents: project.corpus(corpus).documents,
        })),
        labelVersions: labels ? labelVersions() : null,
      },
      warnings: warn(bare),
    }
    const result = { ...bare, ...made } as unknown as ResultOf<K>
    const kept = { id, kind, title, recipe: made.recipe, ranAt: new Date().toISOString(), stale: null, result }
    recorded.set(id, kept as unknown as RecordedAnalysis)
    jobs.changed('analyses')
    return result
  }

  const staleness = (each: RecordedAnalysis): string | null => {
    const gone = each.recipe.inputs.find(({ corpus }) => !project.read.has(corpus))
    if (gone !== undefined) return `The corpus ${gone.corpus} is no longer read by this lens.`
    if (each.recipe.labelVersions !== null && each.recipe.labelVersions !== labelVersions())
      return 'Labels were changed since: other latents may be chosen.'
    return null
  }
  const find = (id: number): RecordedAnalysis => {
    const found = recorded.get(id)
    if (found === undefined) throw new Failure('not-found', `There is no analysis ${id}.`, 'Run it again.')
    return { ...found, stale: staleness(found) }
  }
  const named = ({ corpora, where = {} }: DocumentGroup) =>
    [corpora.join(' + '), ...Object.entries(where).map(([column, value]) => `${column} = ${value}`)].join(', ')

  return {
    analyses: {
      diff: (request) =>
        run(
          'diff',
          `${named(request.target)} against ${request.against.map(named).join('; ')}`,
          request,
          { groups: [request.target, ...request.against], labels: false },
          () => fakeDiff(project, request),
          lengthWarning,
        ),
      trend: (request) =>
        run('trend', `Trend over ${request.groups.map(named).join(', ')}`, request, { groups: request.groups, labels: false }, () =>
          fakeTrend(project, request),
        ),
      correlate: (request) =>
        run('correlate', `Pairs in ${named(request.group)}`, request, { groups: [request.group], labels: false }, () =>
          fakeCorrelate(project, request),
        ),
      cluster: (request) =>
        run(
          'cluster',
          `${named(request.group)}${request.query === undefined ? '' : ` by “${request.query}”`}`,
          request,
          { groups: [request.group], labels: request.query !== undefined },
          () => fakeCluster(project, request),
          ({ coverage }) =>
            coverage > 0.5
              ? []
              : [
                  `Only ${Math.round(100 * coverage)} % of the documents have a latent of this axis: the clusters speak of those alone.`,
                ],
        ),
      search: (request) =>
        run(
          'search',
          request.query === '' ? 'A search without words' : `“${request.query}”`,
          request,
          { groups: [request.group], labels: true },
          () => fakeSearch(project, request),
        ),
      pairedDocuments: async (input) => fakePairs(project, find(input.id), input),
      count: async ({ group, where, rule }) => fakeCount(project, groupIn(project, group, where), rule),
      similar: async ({ query, limit }) => fakeSimilar(project, query, limit),
      list: async ({ kind, offset, limit }) =>
        newestFirst()
          .filter((each) => kind === undefined || each.kind === kind)
          .slice(offset, offset + limit)
          .map((each) => {
            const { id, kind: of, title, recipe, ranAt } = each
            return { id, kind: of, title, recipe, ranAt, stale: staleness(each) }
          }),
      get: async ({ id }) => find(id),
      ...fakeClusterNames(project, jobs),
      remove: async ({ id }) => {
        recorded.delete(id)
        jobs.changed('analyses')
      },
      cancel: async () => {
        cancelled++
      },
      resembling: async ({ latents, limit }) => {
        const corpora = project.corpora.filter(({ name }) => project.read.has(name)).map(({ name }) => name)
        const asked = searchInput.parse({ group: { corpora }, latents: latents.map(({ latent }) => latent).slice(0, 20), limit })
        const { lens, documents, hits } = fakeSearch(project, asked)
        return { lens, documents, hits }
      },
      searches: async () => searches,
      saveSearch: async ({ name, search }) => {
        const saved = { id: ++lastId, name, search, savedAt: new Date().toISOString() }
        searches = [saved, ...searches.filter((each) => each.name !== name)]
        jobs.changed('analyses')
        return saved
      },
      removeSearch: async ({ id }) => {
        searches = searches.filter((each) => each.id !== id)
        jobs.changed('analyses')
      },
    },
  }
}
