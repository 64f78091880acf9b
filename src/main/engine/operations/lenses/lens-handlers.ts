import type { Handlers } from '../handlers.ts'
import {
  deviceList,
  measurePrecision,
  planCudaProvider,
  removeCudaProvider,
  runInstall,
  testDevices,
  trialTitle,
} from '../devices/device-operations.ts'
import { planOfLens, runAdd } from './add-lens.ts'
import { catalogueList } from './catalogue-list.ts'
import { runCheck } from './check-lens.ts'
import { hubAccess } from './hub-access.ts'
import { inspectLens } from './inspect-lens.ts'
import { labelLens } from './label-lens.ts'
import { lensDetails } from './lens-details.ts'
import type { LensManaging } from './lens-managing.ts'
import { removeLens } from './remove-lens.ts'

/** What the worker that manages lenses answers. */
export function lensHandlers(managing: LensManaging): Handlers {
  const { jobs } = managing
  return {
    'lenses.catalogue': () => catalogueList(managing),
    'lenses.list': () => lensDetails(managing),
    'lenses.hub': () => hubAccess(managing.place.home),
    'lenses.label': (input) => labelLens(managing, input),
    'lenses.inspect': ({ what }) => inspectLens(managing, what),
    'lenses.plan': (input) => planOfLens(managing, input),
    'lenses.add': (input) => jobs.enqueue('lens', 'Add a lens', input, (control) => runAdd(managing, input, control)),
    'lenses.check': ({ name }) => jobs.enqueue('lens', `Check ${name}`, { name }, (control) => runCheck(managing, name, control)),
    'lenses.remove': (input) => removeLens(managing, input),
    'devices.list': (input) => deviceList(managing, input),
    'devices.test': (input) => jobs.enqueue('device', trialTitle(input), input, (control) => testDevices(managing, input, control)),
    'devices.measure': (input) =>
      jobs.enqueue('device', `Measure ${input.precision}`, input, (control) => measurePrecision(managing, input, control)),
    'devices.planProvider': (input) => planCudaProvider(managing, input),
    'devices.installProvider': (input) =>
      jobs.enqueue('device', 'Install the CUDA provider', input, (control) => runInstall(managing, input, control)),
    'devices.removeProvider': () => removeCudaProvider(managing),
    'jobs.cancel': ({ id }) => jobs.cancel(id),
    'jobs.resume': ({ id }) => jobs.resume(id),
    'jobs.log': ({ id }) => jobs.lines(id) ?? [],
  }
}
