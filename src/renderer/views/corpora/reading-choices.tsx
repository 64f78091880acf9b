import type { ReactNode } from 'react'
import { bytePrecisions, type Precision } from '../../../contract/corpora.ts'
import type { DeviceChoice } from '../../../contract/device-names.ts'
import type { DeviceReport } from '../../../contract/devices.ts'
import { useDevices } from '../../client/device-queries.ts'
import { Select } from '../../widgets/fields.tsx'

const precisionTitles: Readonly<Record<Precision, string>> = {
  float32: '32-bit floats: exact',
  float16: '16-bit floats: for graphics cards',
  int8: 'Bytes: for processors',
  'int8-all': 'Bytes, in the SAE too: faster, less exact',
}

/** On what a corpus is read, and how exactly. */
export type Reading = { readonly device: DeviceChoice; readonly precision: Precision }

/** A device that does not compute in the precision gives way to the automatic choice. */
export function useFittingReading({ device, precision }: Reading): Reading & { readonly devices: readonly DeviceReport[] } {
  const { data } = useDevices()
  const devices = fitting(precision, data?.devices ?? [])
  const used = device === 'auto' || devices.some((each) => each.device === device) ? device : 'auto'
  return { device: used, precision, devices }
}

export function ReadingChoices({ reading, onChange }: { reading: Reading; onChange: (reading: Reading) => void }): ReactNode {
  const { device, precision, devices } = useFittingReading(reading)
  return (
    <>
      <Select
        label="Precision"
        labelled
        value={precision}
        options={(Object.keys(precisionTitles) as Precision[]).map((value) => ({ value, title: precisionTitles[value] }))}
        onChange={(next) => onChange({ device, precision: next })}
      />
      <Select
        label="Device"
        labelled
        value={device}
        options={[
          { value: 'auto' as const, title: 'Automatic: the fastest that works' },
          ...devices.map((each) => ({ value: each.device, title: each.title })),
        ]}
        onChange={(next) => onChange({ device: next, precision })}
      />
    </>
  )
}

/** The devices here that compute in a precision. */
function fitting(precision: Precision, devices: readonly DeviceReport[]): readonly DeviceReport[] {
  const here = devices.filter(({ state }) => state !== 'absent')
  if (precision === 'float32') return here
  return here.filter(({ device }) => (device === 'cpu') === bytePrecisions.includes(precision))
}
