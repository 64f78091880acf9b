import { hasNvidiaDriver } from './fingerprint.ts'
import type { Device } from '../../../contract/device-names.ts'
import type { DeviceReport, DeviceTest, ProviderState } from '../../../contract/devices.ts'
import { deviceTitles, fasterDevices } from './known-devices.ts'

/** Every device there is a name for: those of this platform in the order of trying, the processor, and those of other platforms. */
export async function deviceReports(
  tests: readonly DeviceTest[],
  provider: ProviderState | null,
): Promise<readonly DeviceReport[]> {
  const here = fasterDevices()
  const devices = Object.keys(deviceTitles) as Device[]
  const absent = devices.filter((each) => each !== 'cpu' && !here.includes(each))
  const isDriverThere = await hasNvidiaDriver()
  return [...here, 'cpu' as const, ...absent].map((device) => ({
    device,
    title: deviceTitles[device],
    test: tests.find((each) => each.device === device) ?? null,
    ...standing(device),
  }))

  function standing(device: Device): Pick<DeviceReport, 'state' | 'reason' | 'hint'> {
    const test = tests.find((each) => each.device === device)
    if (device === 'cpu') return { state: 'ready', reason: 'It always works.', hint: null }
    if (absent.includes(device)) return { state: 'absent', reason: 'The runtime has no such device on this platform.', hint: null }
    if (device === 'cuda' && provider?.installed !== true)
      return isDriverThere === true
        ? { state: 'missing', reason: 'Its provider is not installed.', hint: 'Install it with: etalon devices install cuda.' }
        : {
            state: 'missing',
            reason: 'Its provider is not installed, and no NVIDIA driver is loaded.',
            hint: 'With an NVIDIA card, install its driver first, then: etalon devices install cuda.',
          }
    if (test === undefined)
      return {
        state: 'untried',
        reason: 'It was not tried with this lens yet.',
        hint: `Try it with: etalon devices test ${device}.`,
      }
    const again = `Once something has changed, try it again with: etalon devices test ${device}.`
    return { state: test.outcome, reason: test.reason, hint: test.outcome === 'works' || test.outcome === 'slower' ? null : again }
  }
}
