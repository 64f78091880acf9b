import { type ReactNode, useState } from 'react'
import type { EndpointSummary } from '../../contract/language-models.ts'
import { type Asking, keepEndpoint, lastEndpoint, type LatentsAsk, type ModelAsk, settleAsking } from '../client/ask-models.ts'
import { failureOf } from '../client/failure-of.ts'
import { requestOfLatents, startDraft } from '../client/latents-request.ts'
import { useEndpoints, useLatentNumbers, usePlan, useRunModels } from '../client/model-queries.ts'
import { hostOf, kindTitles } from '../client/model-words.ts'
import { type BudgetDraft, budgetOf, planTotals, sendWords, suggestedBudget } from '../client/plan-figures.ts'
import { workbench } from '../client/workbench.ts'
import { BudgetFields } from '../widgets/budget-fields.tsx'
import { Button } from '../widgets/button.tsx'
import { Dialog } from '../widgets/dialog.tsx'
import { EmptyState, ErrorNote, Loading } from '../widgets/empty-state.tsx'
import { Select } from '../widgets/fields.tsx'
import { Field } from '../widgets/setup-bar.tsx'
import styles from './ask-dialog.module.css'
import { LatentFields } from './latent-fields.tsx'
import { PlanView } from './plan-view.tsx'

/** What would be sent where and at what cost, and the one button that sends it. */
export function AskDialog({ asking }: { asking: Asking }): ReactNode {
  const { data: endpoints, error, refetch } = useEndpoints()
  const { of } = asking
  const [draft, setDraft] = useState(() => ('latents' in of ? startDraft(of.latents.does, of.latents.pick) : startDraft('label')))
  const title = 'request' in of ? kindTitles[of.request.kind] : kindTitles[draft.does]
  return (
    <Dialog title={`${title} with a language model`} open wide onClose={() => settleAsking(null)}>
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : endpoints === undefined ? (
        <Loading label="Looking for endpoints" />
      ) : endpoints.length === 0 ? (
        <NoEndpoint />
      ) : 'request' in of ? (
        <RequestPlan opening={asking.opening} endpoints={endpoints} of={of} />
      ) : (
        <LatentsPlan opening={asking.opening} endpoints={endpoints} of={of.latents} draft={draft} onDraft={setDraft} />
      )}
    </Dialog>
  )
}

function NoEndpoint() {
  const set = () => {
    settleAsking(null)
    workbench.getState().show('models')
  }
  return (
    <EmptyState
      title="No language model is named yet"
      action={
        <Button kind="primary" onClick={set}>
          Add one
        </Button>
      }
    >
      Everything else in Etalon works without. A model of your own, on this machine or elsewhere, can write and score labels.
    </EmptyState>
  )
}

type PlanProps = { readonly opening: number; readonly endpoints: readonly EndpointSummary[] }

function RequestPlan({
  of: { request, Fields },
  ...rest
}: PlanProps & { readonly of: Extract<Asking['of'], { request: ModelAsk }> }) {
  const [draft, setDraft] = useState(request)
  return (
    <Planned
      {...rest}
      request={draft}
      waiting={null}
      settings={Fields !== null && <Fields request={draft} onChange={setDraft} />}
    />
  )
}

type LatentsProps = PlanProps & {
  readonly of: LatentsAsk
  readonly draft: ReturnType<typeof startDraft>
  readonly onDraft: (draft: ReturnType<typeof startDraft>) => void
}

function LatentsPlan({ of, draft, onDraft, ...rest }: LatentsProps) {
  const fromTable = draft.pick === 'table'
  const { data: listed, error, refetch, isPlaceholderData } = useLatentNumbers(of.table, draft.limit, fromTable)
  const request = isPlaceholderData ? null : requestOfLatents(of, draft, listed)
  return (
    <Planned
      {...rest}
      request={request}
      waiting={fromTable && listed?.length === 0 ? 'The table shows no latent.' : 'Looking up the latents of the table…'}
      settings={
        <>
          <LatentFields of={of} draft={draft} onChange={onDraft} />
          {fromTable && error !== null && <ErrorNote error={error} retry={refetch} />}
        </>
      }
    />
  )
}

type PlannedProps = PlanProps & {
  /** Null while it is not known. */
  readonly request: ModelAsk | null
  /** What is said meanwhile. */
  readonly waiting: string | null
  readonly settings?: ReactNode
}

/** The endpoints that can be asked this, by the model that would be. */
function endpointsFor(request: ModelAsk | null, endpoints: readonly EndpointSummary[]): readonly EndpointSummary[] {
  if (request?.kind !== 'embed-labels') return endpoints
  return endpoints.flatMap((each) => (each.embedding === null ? [] : [{ ...each, model: each.embedding.model }]))
}

function Planned({ opening, endpoints: all, request, waiting, settings }: PlannedProps) {
  const endpoints = endpointsFor(request, all)
  const [chosen, setChosen] = useState(() => request?.endpoint ?? lastEndpoint())
  const endpoint = endpoints.find(({ name }) => name === chosen) ?? endpoints[0]
  const [attempt, setAttempt] = useState(0)
  const [typed, setTyped] = useState<BudgetDraft | null>(null)
  const full = request === null || endpoint === undefined ? null : { ...request, endpoint: endpoint.name }
  const { data: plan, error, refetch, isFetching, isPlaceholderData } = usePlan(full, `${opening}.${attempt}`)
  const send = useRunModels()
  const stale = send.error !== null && failureOf(send.error).code === 'stale'
  const budget = typed ?? (plan === undefined ? { tokens: null, cost: null } : suggestedBudget(plan))
  const ready = full !== null && plan !== undefined && error === null && !isFetching && !isPlaceholderData

  const confirm = () => {
    if (!ready) return
    keepEndpoint(plan.endpoint)
    send.mutate(
      { request: full, plan: plan.id, budget: budgetOf(budget) },
      {
        onSuccess: settleAsking,
        onError: (failed) => {
          if (failureOf(failed).code === 'stale') setAttempt((before) => before + 1)
        },
      },
    )
  }
  return (
    <>
      {/* It scrolls, also by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['body']} role="group" aria-label="What would be sent" tabIndex={0}>
        <div className={styles['settings']}>
          <Field name="Endpoint">
            <Select
              label="Endpoint"
              value={endpoint?.name ?? ''}
              options={endpoints.map(({ name, model, url }) => ({ value: name, title: `${name}: ${model} at ${hostOf(url)}` }))}
              onChange={setChosen}
            />
          </Field>
          {settings}
        </div>
        {stale && (
          <p className={styles['stale']} role="alert">
            What would be sent has changed since it was shown, so nothing was sent. This is what it is now.
          </p>
        )}
        {send.error !== null && !stale && <ErrorNote error={send.error} />}
        {error !== null ? (
          <ErrorNote error={error} retry={refetch} />
        ) : full === null ? (
          <p className={styles['waiting']} role="status">
            {waiting}
          </p>
        ) : plan === undefined ? (
          <Loading label="Working out what would be sent" />
        ) : (
          <PlanView plan={plan} fresh={ready} />
        )}
      </div>
      <footer className={styles['foot']}>
        {plan !== undefined && planTotals(plan).pending > 0 && (
          <BudgetFields currency={plan.currency} budget={budget} onChange={setTyped} />
        )}
        <span className={styles['acts']}>
          <Button onClick={() => settleAsking(null)}>Cancel</Button>
          <Button kind="primary" disabled={!ready || send.isPending} onClick={confirm}>
            {plan === undefined || error !== null || full === null ? 'Send' : sendWords(plan)}
          </Button>
        </span>
      </footer>
    </>
  )
}
