import type { ReactNode } from 'react'
import { useHubAccess } from '../../client/lens-queries.ts'
import { hostOf } from '../../client/model-words.ts'
import { Icon } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './lenses.module.css'

/** Where downloads come from and go to, whether they are allowed, and where the token is set. */
export function HubNote(): ReactNode {
  const { data: hub } = useHubAccess()
  if (hub === undefined) return null
  const { endpoint, offline, token, tokenFrom, tokenFile, folder, cache, problem } = hub
  if (problem !== null)
    return (
      <p className={styles['hub']} data-warns="true">
        <Icon name="warning" size={14} />
        <span>
          <PlainText text={problem} />
        </span>
      </p>
    )
  return (
    <p className={styles['hub']} data-warns={offline}>
      <Icon name={offline ? 'warning' : 'export'} size={14} />
      <span>
        {offline ? (
          <>
            <strong>Offline.</strong> HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set where Etalon was started: nothing is asked, and
            only folders of this machine and what was downloaded before can be added.
          </>
        ) : (
          <>
            Downloads come from <PlainText text={hostOf(endpoint)} />, once you have seen the plan and confirmed it; only the names
            of repositories and files are sent there. They go to <PlainText text={folder} />; what lies in{' '}
            <PlainText text={cache} /> is not fetched again.{' '}
            {token === 'none' ? (
              <>
                No token is set, which gated models need: set HF_TOKEN where Etalon is started, or run “hf auth login”, which writes{' '}
                <PlainText text={tokenFile} />.
              </>
            ) : token === 'sent' ? (
              <>
                The token from <PlainText text={tokenFrom ?? ''} /> goes there, and nowhere else.
              </>
            ) : (
              <>
                The token from <PlainText text={tokenFrom ?? ''} /> is not sent: the address is not encrypted.
              </>
            )}
          </>
        )}
      </span>
    </p>
  )
}
