import { type ReactNode, useState } from 'react'
import type { EndpointSummary } from '../../../contract/language-models.ts'
import { askModels } from '../../client/ask-models.ts'
import { useCommands } from '../../client/commands.ts'
import { useEndpoints, useRemoveEndpoint, useSaveEndpoint } from '../../client/model-queries.ts'
import { notify, notifyError } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { knownEndpoints } from './endpoint-draft.ts'
import { EmbedderPanel } from './embedder-panel.tsx'
import { EndpointForm, type FormStart } from './endpoint-form.tsx'
import styles from './models.module.css'

/** The endpoints this user has named; none is needed. */
export function EndpointList(): ReactNode {
  const { data: endpoints, error, refetch } = useEndpoints()
  const [form, setForm] = useState<FormStart | null>(null)
  useCommands([{ id: 'models.add', run: () => setForm({ draft: {} }) }])
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (endpoints === undefined) return <Loading label="Looking for endpoints" />
  return (
    // It scrolls, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['page']} role="region" aria-label="Endpoints" tabIndex={0}>
      {endpoints.length === 0 ? (
        <Nothing onUse={(draft) => setForm({ draft })} />
      ) : (
        <>
          <ul className={styles['cards']}>
            {endpoints.map((endpoint) => (
              <EndpointCard key={endpoint.name} endpoint={endpoint} onEdit={() => setForm({ endpoint })} />
            ))}
          </ul>
          <EmbedderPanel endpoints={endpoints} />
          <Button icon="plus" data-tip="N" onClick={() => setForm({ draft: {} })}>
            Add another
          </Button>
        </>
      )}
      {form !== null && <EndpointForm start={form} taken={endpoints.map(({ name }) => name)} onClose={() => setForm(null)} />}
    </div>
  )
}

function EndpointCard({ endpoint, onEdit }: { endpoint: EndpointSummary; onEdit: () => void }) {
  const { name, url, model, local, key, keyVariable, price, embedding, concurrency, contextTokens } = endpoint
  const remove = useRemoveEndpoint()
  const save = useSaveEndpoint()
  const { key: _, local: __, ...settings } = endpoint
  const forget = () =>
    remove.mutate(name, {
      onSuccess: () =>
        notify({
          text: `Removed: ${name}`,
          ...(key === 'keychain' ? { hint: 'Its key was taken out of the keychain.' } : {}),
          action: { title: 'Bring back', run: () => save.mutate(settings, { onError: notifyError }) },
        }),
      onError: notifyError,
    })
  return (
    <li className={styles['card']}>
      <div className={styles['about']}>
        <h3>
          <PlainText text={name} />
        </h3>
        <p className={styles['leaves']} data-local={local}>
          <Icon name={local ? 'machine' : 'export'} size={13} />
          {local ? 'Local: no text leaves this machine' : 'Text leaves this machine'}
          {!local && url.startsWith('http:') && ', and not encrypted'}
        </p>
        <dl>
          <dt>Model</dt>
          <dd>
            <PlainText text={model} />
          </dd>
          <dt>Address</dt>
          <dd>
            <PlainText text={url} />
          </dd>
          <dt>Key</dt>
          <dd>
            {key === 'keychain'
              ? 'in the keychain'
              : key === 'environment'
                ? `from ${keyVariable ?? 'ETALON_KEY'}`
                : local
                  ? 'none'
                  : `none: set ${keyVariable ?? 'ETALON_KEY'} where Etalon is started, or a key here on the desktop`}
          </dd>
          <dt>Price</dt>
          <dd>
            {price === null
              ? local
                ? 'nothing'
                : 'not named: cost cannot be told'
              : `${price.input} in, ${price.output} out (${price.currency} for a million tokens)`}
          </dd>
          {embedding !== null && (
            <>
              <dt>Embeds with</dt>
              <dd>
                <PlainText text={embedding.model} />
                {embedding.price !== null && `, ${embedding.price.input} (${embedding.price.currency} for a million tokens)`}
              </dd>
            </>
          )}
          <dt>Asked</dt>
          <dd>
            {concurrency === 1 ? 'one request at a time' : `up to ${concurrency} requests at once`}
            {contextTokens !== null && `, ${formatCount(contextTokens)} tokens of context`}
          </dd>
        </dl>
      </div>
      <div className={styles['acts']}>
        <Button icon="check" aria-label={`Check ${name}`} onClick={() => void askModels({ kind: 'check', endpoint: name })}>
          Check
        </Button>
        <Button icon="pencil" aria-label={`Change ${name}`} onClick={onEdit}>
          Change
        </Button>
        <Button icon="trash" kind="quiet" aria-label={`Remove ${name}`} disabled={remove.isPending} onClick={forget}>
          Remove
        </Button>
      </div>
    </li>
  )
}

function Nothing({ onUse }: { onUse: (draft: { name?: string; url?: string }) => void }) {
  return (
    <div className={styles['nothing']}>
      <h3>No language model is named, and none is needed</h3>
      <p>Reading, comparing, searching and labelling by hand work without. A model of your choice can in addition:</p>
      <ul className={styles['brings']}>
        <li>write labels for latents that have none, from passages where they are active and where not;</li>
        <li>score labels on documents that their writer did not see;</li>
        <li>sum up a difference in hypotheses, and judge each on documents kept apart for it;</li>
        <li>name clusters, and put the first hits of a search in a better order.</li>
      </ul>
      <p>
        Any server that speaks OpenAI’s protocol serves. Before anything is sent you see how much, where to, what it costs, and the
        first request word for word. Servers on this machine:
      </p>
      <Addresses local onUse={onUse} />
      <p>Elsewhere, where passages of your corpora would leave this machine:</p>
      <Addresses local={false} onUse={onUse} />
      <Button kind="primary" icon="plus" onClick={() => onUse({})}>
        Add an endpoint
      </Button>
    </div>
  )
}

function Addresses({ local, onUse }: { local: boolean; onUse: (draft: { name: string; url: string }) => void }) {
  return (
    <ul className={styles['addresses']}>
      {knownEndpoints
        .filter(({ url }) => url.startsWith('http://127.') === local)
        .map(({ title, name, url }) => (
          <li key={url}>
            <button type="button" onClick={() => onUse({ name, url })}>
              <strong>{title}</strong>
              <span>{url}</span>
            </button>
          </li>
        ))}
    </ul>
  )
}
