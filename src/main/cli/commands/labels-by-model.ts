import { type CandidateLabel, countLabelsInput, type Decision, type LabelScore } from '../../../contract/model-requests.ts'
import { awaitJob } from '../await-job.ts'
import {
  corporaFrom,
  type Invocation,
  latentsOption,
  listOption,
  numberOption,
  type Outcome,
  readingFrom,
  textOption,
  UsageError,
  type Values,
  wholeNumber,
} from '../command.ts'
import { modelOptions, plannedOrRun } from '../confirm-plan.ts'
import { counted, inertLine, percent, textTable } from '../text-table.ts'

/** What the actions below take beside what every command takes. */
export const labelModelOptions = {
  ...modelOptions,
  channel: { type: 'string' },
  corpus: { type: 'string', multiple: true },
  latents: { type: 'string', multiple: true },
  choose: { type: 'string' },
  limit: { type: 'string' },
  candidates: { type: 'string' },
  relabel: { type: 'boolean' },
  'no-score': { type: 'boolean' },
  propose: { type: 'boolean' },
  method: { type: 'string', multiple: true },
  documents: { type: 'boolean' },
  gate: { type: 'string' },
  seed: { type: 'string' },
  text: { type: 'string' },
  flag: { type: 'string' },
} as const

type Act = (invocation: Invocation) => Promise<Outcome>

/** Actions of `labels` that ask language models, or decide on what they proposed. */
export const modelActions: Readonly<Record<string, Act>> = {
  auto: (invocation) =>
    plannedOrRun(
      invocation,
      {
        kind: 'label',
        ...asked(invocation.values),
        candidates: numberOption(invocation.values, 'candidates', { min: 1, max: 5 }),
        relabel: invocation.values['relabel'] === true,
        score: invocation.values['no-score'] !== true,
        accept: invocation.values['propose'] === true ? 'none' : 'better',
      },
      ({ result }) => {
        if (result === null) return ''
        const { labelled, accepted, short, missing } = result as Record<'labelled' | 'accepted' | 'short' | 'missing', number>
        return [
          `${counted(labelled, 'latent')} got proposals; ${accepted} of them were taken over.`,
          ...(short === 0 ? [] : [`${counted(short, 'latent')} had too few passages.`]),
          ...(missing === 0 ? [] : [`${counted(missing, 'answer')} ${missing === 1 ? 'is' : 'are'} missing.`]),
        ].join('\n')
      },
    ),
  score: (invocation) =>
    plannedOrRun(
      invocation,
      {
        kind: 'score',
        ...asked(invocation.values),
        methods: listOption(invocation.values, 'method'),
        documents: invocation.values['documents'] === true,
      },
      ({ result }) => {
        if (result === null) return ''
        const { scored, below, missing } = result as Record<'scored' | 'below' | 'missing', number>
        return `${counted(scored, 'score')} measured, ${below} below the gate${missing === 0 ? '' : `; ${missing} missing`}.`
      },
    ),
  async count({ engine, values, progress }) {
    const { endpoint: _, ...of } = asked({ ...values, endpoint: '' })
    const parsed = countLabelsInput.safeParse(of)
    if (!parsed.success) throw new UsageError(parsed.error.issues[0]?.message ?? 'not understood')
    const job = await engine.operations.review.count(parsed.data)
    const done = (await awaitJob(engine, job, progress)) as Record<'counted' | 'accepted' | 'none', number>
    const none = done.none === 0 ? '' : ` ${counted(done.none, 'latent')} showed no typical tokens.`
    return { json: done, text: `${counted(done.counted, 'label')} counted, ${done.accepted} taken over.${none}` }
  },
  async queue({ engine, values }) {
    const kind = textOption(values, 'choose') ?? 'proposed'
    if (kind !== 'proposed' && kind !== 'unlabelled' && kind !== 'low' && kind !== 'flagged')
      throw new UsageError('labels queue takes --choose proposed, unlabelled, low or flagged.')
    const rows = await engine.operations.review.queue({
      ...lensOf(values),
      kind,
      limit: numberOption(values, 'limit', { min: 1, max: 1000 }) ?? 50,
    })
    const table = textTable(
      [
        { title: 'latent', align: 'right' },
        { title: 'documents', align: 'right' },
        { title: 'label' },
        { title: 'proposed' },
        { title: 'flag' },
      ],
      rows.map(({ latent, documentFrequency, label, candidates, flag }) => [
        String(latent),
        percent(documentFrequency),
        label?.text ?? '(no label)',
        candidates.map(candidateText).join('; '),
        flag ?? '',
      ]),
    )
    return { json: { queue: rows }, text: rows.length === 0 ? 'Nothing waits.' : table }
  },
  async proposed({ engine, positionals, values }) {
    const of = { ...lensOf(values), latent: latentFrom(positionals) }
    const { review } = engine.operations
    const [candidates, scores] = await Promise.all([review.candidates(of), review.scores(of)])
    const text = [candidateTable(candidates), '', scoreTable(scores)].join('\n')
    return {
      json: { candidates, scores },
      text: candidates.length + scores.length === 0 ? 'Nothing was proposed or scored.' : text.trim(),
    }
  },
  accept: (invocation) => decided(invocation, 'accept'),
  edit: (invocation) => decided(invocation, 'edit'),
  refuse: (invocation) => decided(invocation, 'refuse'),
  skip: (invocation) => decided(invocation, 'skip'),
  flag: (invocation) => decided(invocation, 'flag'),
  async undo({ engine, values }) {
    const undone = await engine.operations.review.undo({
      ...lensOf(values),
      count: numberOption(values, 'limit', { min: 1, max: 1000 }) ?? 1,
    })
    return { json: { undone }, text: undone.length === 0 ? 'There is nothing to undo.' : `Undone:\n${decisionTable(undone)}` }
  },
  async decisions({ engine, values }) {
    const decisions = await engine.operations.review.decisions(lensOf(values))
    return { json: { decisions }, text: decisions.length === 0 ? 'Nothing was decided yet.' : decisionTable(decisions) }
  },
}

async function decided({ engine, positionals, values }: Invocation, action: Decision['action']): Promise<Outcome> {
  const candidate = positionals[3]
  const decision = await engine.operations.review.decide({
    ...lensOf(values),
    latent: latentFrom(positionals),
    action,
    candidate:
      candidate === undefined ? null : wholeNumber(candidate, 'the number of a proposal', { min: 1, max: Number.MAX_SAFE_INTEGER }),
    text: textOption(values, 'text'),
    flag: textOption(values, 'flag') ?? null,
  })
  return { json: { decision }, text: decisionTable([decision]) }
}

function asked(values: Values) {
  const endpoint = textOption(values, 'endpoint')
  if (endpoint === undefined) throw new UsageError('This takes --endpoint NAME (etalon endpoints list).')
  const latents = latentsOption(values)
  const gate = textOption(values, 'gate')
  return {
    endpoint,
    ...readingFrom(values),
    ...corporaFrom(values),
    of:
      latents === undefined
        ? { choose: textOption(values, 'choose') ?? 'unlabelled', limit: numberOption(values, 'limit', { min: 1, max: 100_000 }) }
        : { latents },
    ...(gate === undefined ? {} : { gate: Number(gate) }),
    seed: numberOption(values, 'seed', { min: 0, max: 2 ** 31 }),
  }
}

function lensOf(values: Values): { lens?: string } {
  const lens = textOption(values, 'lens')
  return lens === undefined ? {} : { lens }
}

function latentFrom(positionals: readonly string[]): number {
  return wholeNumber(positionals[2] ?? '', 'a latent', { min: 0, max: 100_000_000 })
}

const candidateText = ({ id, text, score }: CandidateLabel): string =>
  `${id}: ${inertLine(text)}${score === null ? '' : ` (${score.balancedAccuracy.toFixed(2)} on ${score.judged})`}`

function candidateTable(candidates: readonly CandidateLabel[]): string {
  return textTable(
    [
      { title: 'N', align: 'right' },
      { title: 'state' },
      { title: 'by' },
      { title: 'score', align: 'right' },
      { title: 'on', align: 'right' },
      { title: 'label', width: 100 },
    ],
    candidates.map(({ id, state, author, score, text }) => [
      String(id),
      state,
      author,
      score?.balancedAccuracy.toFixed(2) ?? '',
      score === null ? '' : String(score.judged),
      text,
    ]),
  )
}

function scoreTable(scores: readonly LabelScore[]): string {
  const isAnyMissing = scores.some(({ missing }) => missing > 0)
  return textTable(
    [
      { title: 'method' },
      { title: 'score', align: 'right' },
      { title: '95 %', align: 'right' },
      { title: 'random', align: 'right' },
      { title: 'hard', align: 'right' },
      { title: 'F1', align: 'right' },
      { title: 'judged', align: 'right' },
      ...(isAnyMissing ? [{ title: 'missing', align: 'right' } as const] : []),
      { title: 'judge' },
    ],
    scores.map((each) => [
      each.method,
      each.balancedAccuracy.toFixed(2),
      `${each.interval[0].toFixed(2)} to ${each.interval[1].toFixed(2)}`,
      each.random?.toFixed(2) ?? '',
      each.hard?.toFixed(2) ?? '',
      each.f1?.toFixed(2) ?? '',
      String(each.judged),
      ...(isAnyMissing ? [String(each.missing)] : []),
      each.judge,
    ]),
  )
}

function decisionTable(decisions: readonly Decision[]): string {
  return textTable(
    [{ title: 'latent', align: 'right' }, { title: 'decision' }, { title: 'by' }, { title: 'label now' }],
    decisions.map(({ latent, action, undone, author, label }) => [
      String(latent),
      undone ? `${action} (undone)` : action,
      author,
      label ?? '(no label)',
    ]),
  )
}
