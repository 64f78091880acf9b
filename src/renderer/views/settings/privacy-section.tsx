import type { ReactNode } from 'react'
import type { EndpointSummary } from '../../../contract/language-models.ts'
import { useEmbedder, useEndpoints } from '../../client/model-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Icon } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

/** What may leave this machine, when, and where to. */
export function PrivacySection({ onModels }: { onModels: (() => void) | null }): ReactNode {
  const { data: endpoints, error, refetch } = useEndpoints()
  const { data: embedder } = useEmbedder()
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (endpoints === undefined) return <Loading label="Looking for endpoints" />
  return (
    <>
      <Setting
        name="Without being asked"
        says="Nothing is sent. Documents, labels and findings stay in the project folder, settings and keys with your user. There is no telemetry and no search for updates."
      />
      <Setting
        name="Language models"
        says={
          endpoints.length === 0
            ? 'No endpoint is named, so no text can be sent to one.'
            : 'Text goes to an endpoint only by a run whose plan you saw and confirmed: what is sent, where to, how much and what it costs.'
        }
      >
        {onModels !== null && (
          <Button icon="models" onClick={onModels}>
            Show endpoints
          </Button>
        )}
      </Setting>
      {endpoints.length > 0 && (
        <ul className={styles['list']}>
          {endpoints.map((endpoint) => (
            <Place key={endpoint.name} endpoint={endpoint} />
          ))}
        </ul>
      )}
      <Setting
        name="Words of searches"
        says={
          embedder?.endpoint == null ? (
            'They are compared with labels on this machine.'
          ) : (
            <>
              They are sent to <PlainText text={embedder.endpoint} />, as you chose on the screen of the language models, with each
              search whose words were not sent before.
            </>
          )
        }
      />
      <Setting
        name="Model hub"
        says="Only when you add a lens: its files are fetched from huggingface.co, or the address in HF_ENDPOINT, after you saw the list and confirmed it. None of your text is part of that. HF_HUB_OFFLINE=1 forbids it."
      />
      <Setting
        name="Parts of Etalon itself"
        says="The desktop window’s Electron is fetched from GitHub when it is missing at the start, and the CUDA provider from nuget.org when you ask for it."
      />
    </>
  )
}

function Place({ endpoint: { name, url, local } }: { endpoint: EndpointSummary }) {
  return (
    <li>
      <strong>
        <PlainText text={name} />
      </strong>
      <span>
        <Icon name={local ? 'machine' : 'export'} size={13} /> <PlainText text={url} />:{' '}
        {local ? 'this machine, no text leaves it' : 'text of confirmed runs leaves this machine'}
        {!local && url.startsWith('http:') && ', not encrypted'}
      </span>
    </li>
  )
}
