import type { ReactNode } from 'react'
import { useDevices } from '../../client/device-queries.ts'
import { setPreferences } from '../../client/preference-acts.ts'
import { usePreferences } from '../../client/preferences.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { NumberField } from '../../widgets/setup-bar.tsx'
import { DeviceList } from './device-list.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

/** What readings compute on where they do not say it themselves. */
export function ReadingSection(): ReactNode {
  const { device, threads } = usePreferences()
  const { data, error, refetch } = useDevices()
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return <Loading label="Looking for devices" />
  const options = [
    { value: 'auto' as const, title: 'Automatic: the fastest that works' },
    ...data.devices.map((each) => ({ value: each.device, title: each.title })),
  ]
  const chosen = data.devices.find((each) => each.device === device)
  return (
    <>
      <Setting
        name="Device"
        says={
          chosen === undefined
            ? 'Each device is tried before it is used, and left where it gives other results than the processor or is not faster.'
            : chosen.reason
        }
      >
        <Select label="Device" value={device} options={options} onChange={(next) => setPreferences({ device: next })} />
      </Setting>
      <Setting
        name="Threads"
        says={`Of the processor. None set: one for each of its ${formatCount(data.cores)} cores. Fewer leave room for other work; a reading that is resumed with another number can differ in the last digits.`}
      >
        <NumberField
          label="Threads"
          value={threads}
          min={1}
          max={1024}
          placeholder="all cores"
          onChange={(next) => setPreferences({ threads: next === null ? null : Math.round(next) })}
        />
      </Setting>
      <h3 className={styles['heading']}>Devices of this machine</h3>
      <DeviceList {...data} />
    </>
  )
}
