import type { z } from 'zod'
import { Failure } from '../../src/contract/failure.ts'
import type { Example, LabelVersion } from '../../src/contract/latents.ts'
import type { CandidateLabel, Decision, decisionInput, QueueRow, ShownPassage } from '../../src/contract/model-requests.ts'
import type { Operations } from '../../src/contract/operations.ts'
import { random } from './fake-corpora.ts'
import type { FakeJobs } from './fake-jobs.ts'
import type { FakeProject } from './fake-project.ts'
import { fakeProposals, fakeScore } from './fake-proposals.ts'

type Request = z.output<typeof decisionInput>
/** A decision, and how to go back and forth over it. */
type Made = { decision: Decision; readonly carryOut: () => void; readonly takeBack: () => void }

/** Decisions with this text fail the first time each is sent, as while another program writes. */
export const lockedText = 'locked'

/** What language models proposed for the latents of a fake project, and its review. */
export function fakeReviewOperations(
  project: FakeProject,
  jobs: FakeJobs,
  { labels, latents }: Pick<Operations, 'labels' | 'latents'>,
): Pick<Operations, 'review'> {
  const documents = project.corpora.reduce((sum, corpus) => sum + corpus.documents, 0)
  const proposals = fakeProposals(project)
  const flagOf = (latent: number) => project.notes.get(latent)?.flag ?? null
  const setFlag = (latent: number, flag: string | null) =>
    project.notes.set(latent, { note: project.notes.get(latent)?.note ?? '', flag })
  const made: Made[] = []
  const refusedOnce = new Set<string>()
  const byRequest = new Map<string, Made>()
  let undone: Made[] = []

  const frequencyOf = (latent: number) =>
    [...(project.latents[latent]?.words.keys() ?? [])].reduce(
      (sum, word) => sum + project.corpora.reduce((count, corpus) => count + (corpus.postings[word]?.length ?? 0), 0),
      0,
    ) / documents
  const frequencies = project.latents.map((_, latent) => Math.min(1, frequencyOf(latent)))
  const labelOf = async (latent: number) => (await labels.history({ latent })).find(({ current }) => current) ?? null
  const openOf = (latent: number) => (proposals.get(latent) ?? []).filter(({ state }) => state === 'open')
  const skipped = (latent: number) => {
    const last = made.findLast(({ decision }) => decision.latent === latent && !decision.undone)
    return last?.decision.action === 'skip'
  }

  function changeState(latent: number, to: (candidate: CandidateLabel) => CandidateLabel['state']): void {
    proposals.set(
      latent,
      (proposals.get(latent) ?? []).map((each) => ({ ...each, state: to(each) })),
    )
  }

  function versionOf(request: Request, label: LabelVersion | null): LabelVersion | null {
    const { latent, action, candidate, text = '', notes = '' } = request
    const proposal = proposals.get(latent)?.find(({ id }) => id === candidate)
    const base = { id: latent * 1000 + 500 + made.length, at: new Date().toISOString(), current: true, withdrawn: false }
    if (action === 'edit')
      return { ...base, text, notes, origin: 'person', author: 'you', change: null, score: null, scoredOn: null }
    if (action !== 'accept' || proposal === undefined) return null
    const score = proposal.score?.balancedAccuracy ?? null
    const isPersons = label?.origin === 'person'
    return {
      ...base,
      text: proposal.text,
      notes: proposal.notes,
      origin: isPersons ? 'person' : 'language-model',
      author: isPersons ? 'you' : proposal.author,
      change: isPersons ? `taken over from ${proposal.author}` : 'accepted by you',
      score,
      scoredOn: proposal.score?.judged ?? null,
    }
  }

  async function decide(request: Request): Promise<Decision> {
    const { latent, action, candidate, flag, requestId = '' } = request
    const before = byRequest.get(requestId)
    if (before !== undefined) return before.decision
    if (request.text === lockedText && !refusedOnce.has(requestId)) {
      refusedOnce.add(requestId)
      throw new Failure('locked', 'Another program is writing to this project.', 'Try again when it has ended.')
    }
    const label = await labelOf(latent)
    const history = await labels.history({ latent })
    const versions = project.labels.get(latent)
    const candidates = proposals.get(latent)
    const flagged = flagOf(latent)
    const version = versionOf(request, label)
    const settles = action === 'accept' || action === 'edit'
    const entry: Made = {
      decision: {
        id: made.length + 1,
        latent,
        action,
        candidate,
        label: version?.text ?? label?.text ?? null,
        author: 'you',
        at: new Date().toISOString(),
        undone: false,
      },
      carryOut: () => {
        if (version !== null) project.labels.set(latent, [...history.map((each) => ({ ...each, current: false })), version])
        const taken = action === 'edit' ? 'edited' : action === 'refuse' ? 'refused' : 'accepted'
        if (candidates !== undefined && (settles || action === 'refuse'))
          changeState(latent, ({ id, state }) => (id === candidate ? taken : settles && state === 'open' ? 'refused' : state))
        if (action === 'flag') setFlag(latent, flag)
      },
      takeBack: () => {
        if (versions === undefined) project.labels.delete(latent)
        else project.labels.set(latent, versions)
        if (candidates !== undefined) proposals.set(latent, candidates)
        if (action === 'flag') setFlag(latent, flagged)
      },
    }
    entry.carryOut()
    made.push(entry)
    byRequest.set(requestId, entry)
    undone = []
    jobs.changed('labels', 'models', 'notes')
    return entry.decision
  }

  const rowOf = async (latent: number): Promise<QueueRow> => ({
    latent,
    label: await labelOf(latent),
    candidates: openOf(latent),
    documentFrequency: frequencies[latent] ?? 0,
    flag: flagOf(latent),
  })

  return {
    review: {
      count: async () =>
        jobs.start('model', 'Count tokens', [{ doing: 'latents', total: 100, unit: 'latents', seconds: 1 }], () => {}),
      candidates: async ({ latent }) => (proposals.get(latent) ?? []).toReversed(),
      scores: async ({ latent }) => {
        const own = project.latents[latent]?.origin === 'language-model' ? [fakeScore(latent, 0.83, 'detection')] : []
        const proposed = (proposals.get(latent) ?? []).flatMap(({ score }) => score ?? [])
        return [...proposed, ...own].sort((a, b) => (a.at < b.at ? 1 : -1))
      },
      queue: async ({ kind, limit }) => {
        const rows = await Promise.all(
          project.latents.flatMap((_, latent) => ((frequencies[latent] ?? 0) > 0 ? [rowOf(latent)] : [])),
        )
        const waits = ({ latent, label, candidates, flag }: QueueRow) => {
          if (kind === 'flagged') return flag !== null
          if (skipped(latent)) return false
          if (kind === 'proposed') return candidates.length > 0
          if (kind === 'unlabelled') return label === null || label.origin === 'statistics'
          return label?.origin === 'language-model' && random(latent)() < 0.4
        }
        return rows
          .filter(waits)
          .map((row) => (kind === 'low' && row.label !== null ? { ...row, label: { ...row.label, score: 0.61 } } : row))
          .sort((a, b) => b.documentFrequency - a.documentFrequency || a.latent - b.latent)
          .slice(0, limit)
      },
      decide,
      undo: async ({ count }) => {
        const last = made
          .filter(({ decision }) => !decision.undone)
          .slice(-count)
          .reverse()
        for (const each of last) {
          each.takeBack()
          each.decision = { ...each.decision, undone: true }
        }
        undone.push(...last)
        jobs.changed('labels', 'models', 'notes')
        return last.map(({ decision }) => decision)
      },
      redo: async () => {
        const last = undone.pop()
        if (last === undefined) return null
        last.carryOut()
        last.decision = { ...last.decision, undone: false }
        jobs.changed('labels', 'models', 'notes')
        return last.decision
      },
      decisions: async () =>
        Promise.all(
          made
            .slice(-10)
            .reverse()
            .map(async ({ decision }) => ({ ...decision, label: (await labelOf(decision.latent))?.text ?? null })),
        ),
      redoRun: async () => ({ restored: 0 }),
      evidence: async ({ candidate }) => {
        const latent = [...proposals].find(([, each]) => each.some(({ id }) => id === candidate))?.[0]
        // One of each latent's was made by a program that keeps none.
        if (latent === undefined || candidate % 10 === 3) return null
        const { examples } = await latents.examples({ latent, kind: 'quantile', limit: 8 })
        const other = await latents.examples({ latent: latent === 40 ? 4 : 40, kind: 'top', limit: 3 })
        return {
          set: 'making',
          activating: examples.map((example) => passageOf(example, 'activating')),
          silent: other.examples.map((example, at) => ({ ...passageOf(example, at === 0 ? 'token' : 'random'), marks: [] })),
        }
      },
      undoRun: async () => ({ withdrawn: 2, kept: 1 }),
    },
  }
}

function passageOf(
  { corpus, channel, document, ordinal, activation, band, ...example }: Example,
  kind: ShownPassage['kind'],
): ShownPassage {
  const { from } = example
  const first = Math.max(0, example.start - from - 80)
  const text = example.text.slice(first, example.end - from + 80)
  const marks = example.marks
    .map(({ start, end }) => ({ start: start - from - first, end: end - from - first }))
    .filter(({ start, end }) => start >= 0 && end <= text.length)
  return { corpus, channel, document, ordinal, kind, level: band, maximum: activation, text, from: from + first, marks }
}
