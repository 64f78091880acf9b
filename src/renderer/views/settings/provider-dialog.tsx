import type { ReactNode } from 'react'
import { useInstallProvider, useProviderPlan } from '../../client/device-queries.ts'
import { notifyError } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatBytes } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './settings.module.css'

/** Says what would be fetched, from where and to where, before anything is. */
export function ProviderDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { data: plan, error, refetch } = useProviderPlan(true)
  const installing = useInstallProvider()
  const lines: readonly (readonly [string, string])[] =
    plan === undefined
      ? []
      : [
          ['From', plan.source],
          [
            'Size',
            `${formatBytes(plan.bytes)}${plan.missing === plan.bytes ? '' : `, ${formatBytes(plan.missing)} still to be fetched`}`,
          ],
          ['Into', `${plan.folder} (${formatBytes(plan.free)} free)`],
          ['SHA-512', plan.checksum],
        ]
  return (
    <Dialog title="Install the CUDA provider?" open onClose={onClose}>
      <div className={styles['provider']}>
        <p>
          The part of ONNX Runtime that computes on NVIDIA cards, by Microsoft, under the MIT licence. It needs NVIDIA’s driver,
          CUDA 12 and cuDNN 9, which it does not bring. After installing it is tried.
        </p>
        {error !== null && <ErrorNote error={error} retry={refetch} />}
        {error === null && plan === undefined && <Loading label="Asking what the package holds" />}
        <dl>
          {lines.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <PlainText text={value} />
              </dd>
            </div>
          ))}
        </dl>
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            icon="import"
            disabled={plan === undefined}
            onClick={() => {
              if (plan !== undefined) installing.mutate(plan.id, { onError: notifyError })
              onClose()
            }}
          >
            Download and install
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
