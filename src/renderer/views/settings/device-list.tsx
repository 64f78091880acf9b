import { type ReactNode, useState } from 'react'
import type { DeviceReport, Devices } from '../../../contract/devices.ts'
import { useJobs } from '../../client/changes.ts'
import { useRemoveProvider, useTestDevices } from '../../client/device-queries.ts'
import { notifyError } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { ProviderDialog } from './provider-dialog.tsx'
import styles from './settings.module.css'

const stateWords: Readonly<Record<DeviceReport['state'], string>> = {
  ready: 'Ready',
  works: 'Works',
  slower: 'Not faster',
  untried: 'Not tried yet',
  missing: 'Not installed',
  absent: 'Not on this system',
  refused: 'Does not work',
  crashed: 'Does not work',
  hung: 'Does not work',
  wrong: 'Does not work',
}

/** What this machine offers to compute on, what came of trying it, and a way to try again. */
export function DeviceList({ devices, provider, lens }: Devices): ReactNode {
  const busy = useJobs(({ jobs }) =>
    jobs.some(({ kind, state }) => kind === 'device' && (state === 'running' || state === 'queued')),
  )
  const testing = useTestDevices()
  const removing = useRemoveProvider()
  const [installing, setInstalling] = useState(false)
  const canTry = ({ state }: DeviceReport) => !['ready', 'missing', 'absent'].includes(state)
  const isOwnProvider = provider?.installed === true && provider.folder !== null
  return (
    <>
      <ul className={styles['list']} aria-label="Devices of this machine">
        {devices.map((each) => (
          <li key={each.device}>
            <strong>{each.title}</strong>
            <span>
              <span className={styles['state']}>{stateWords[each.state]}.</span> <Reason {...each} />
            </span>
            {canTry(each) && (
              <Button
                kind="quiet"
                disabled={busy || lens === null}
                aria-label={`${each.test === null ? 'Try' : 'Try again'}: ${each.title}`}
                onClick={() => each.device !== 'cpu' && testing.mutate({ device: each.device }, { onError: notifyError })}
              >
                {each.test === null ? 'Try' : 'Try again'}
              </Button>
            )}
            {each.state === 'missing' && (
              <Button
                kind="quiet"
                disabled={busy}
                aria-label={`Install… the provider of ${each.title}`}
                onClick={() => setInstalling(true)}
              >
                Install…
              </Button>
            )}
            {each.device === provider?.device && isOwnProvider && (
              <Button kind="quiet" disabled={busy} onClick={() => removing.mutate(undefined, { onError: notifyError })}>
                Remove provider
              </Button>
            )}
          </li>
        ))}
      </ul>
      {installing && <ProviderDialog onClose={() => setInstalling(false)} />}
    </>
  )
}

/** The processor and devices that are not here need no words. */
function Reason({ state, reason, test }: DeviceReport) {
  if (state === 'ready' || state === 'absent' || state === 'untried' || state === 'missing') return null
  const speed = test?.speed
  if (state === 'works' && speed != null)
    return `${formatCount(Math.round(speed.device))} tokens a second, ${formatCount(Math.round(speed.cpu))} on the processor, and the same results.`
  return <PlainText text={reason} />
}
