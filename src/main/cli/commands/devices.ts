import type {
  DeviceReport,
  Devices,
  DeviceTest,
  InstalledProvider,
  MeasuredPrecision,
  ProviderPlan,
} from '../../../contract/devices.ts'
import { precisions } from '../../../contract/corpora.ts'
import { deviceChoices } from '../../../contract/device-names.ts'
import { awaitJob } from '../await-job.ts'
import { type Command, type Invocation, type Outcome, textOption, UsageError } from '../command.ts'
import { typedYes } from '../terminal.ts'
import { count, inertLine, percent, textTable } from '../text-table.ts'

const usage = 'list | test [DEVICE] | measure PRECISION | install cuda | remove cuda'

export const devicesCommand: Command = {
  name: 'devices',
  usage,
  summary: 'what this machine offers to compute on',
  options: {
    lens: { type: 'string' },
    device: { type: 'string' },
    from: { type: 'string' },
    yes: { type: 'boolean' },
  },
  takes: [0, 2],
  async run(invocation) {
    const { positionals, values, engine, progress } = invocation
    const [action = 'list', name] = positionals
    const { devices } = engine.operations
    const lens = textOption(values, 'lens')
    const ofLens = lens === undefined ? {} : { lens }
    if (action === 'list' && name === undefined) {
      const found = await devices.list(ofLens)
      return { json: found, text: devicesText(found) }
    }
    if (action === 'test') {
      const device = name === undefined ? {} : { device: oneOf(name, trialNames, 'test') }
      const tests = (await awaitJob(engine, await devices.test({ ...ofLens, ...device }), progress)) as readonly DeviceTest[]
      return {
        json: { tests },
        text: tests.length === 0 ? 'There is no other device to try here.' : tests.map(testText).join('\n'),
      }
    }
    if (action === 'measure' && name !== undefined) {
      const device = textOption(values, 'device')
      const request = {
        ...ofLens,
        precision: oneOf(name, precisions, 'measure'),
        ...(device === undefined ? {} : { device: oneOf(device, deviceChoices, '--device') }),
      }
      const measured = (await awaitJob(engine, await devices.measure(request), progress)) as MeasuredPrecision
      return { json: measured, text: measuredText(measured) }
    }
    if (action === 'install' && name === 'cuda') return installed(invocation)
    if (action === 'remove' && name === 'cuda') {
      const provider = await devices.removeProvider()
      return { json: { provider }, text: 'Removed the CUDA provider.' }
    }
    throw new UsageError(`devices takes: ${usage}.`)
  },
}

const trialNames = deviceChoices.filter((each) => each !== 'auto')

function oneOf<Name extends string>(name: string, names: readonly Name[], what: string): Name {
  const found = names.find((each) => each === name)
  if (found === undefined) throw new UsageError(`${what} takes ${names.join(', ')}, not "${name}".`)
  return found
}

/** Shows what would be fetched and, once that is confirmed, installs it. */
async function installed({ engine, values, progress }: Invocation): Promise<Outcome> {
  const { devices } = engine.operations
  const from = textOption(values, 'from')
  const source = from === undefined ? {} : { from }
  progress('Asking what the package holds')
  const plan = await devices.planProvider(source)
  if (!(await isConfirmed(plan, values['yes'] === true, values['json'] === true))) {
    const text = `${planText(plan)}\n\nNothing was installed. To go on, give the same command with --yes.`
    return { json: { plan, installed: null }, text }
  }
  const job = await devices.installProvider({ ...source, plan: plan.id })
  const result = (await awaitJob(engine, job, progress)) as InstalledProvider
  return { json: { plan, installed: result }, text: installedText(result) }
}

async function isConfirmed(plan: ProviderPlan, yes: boolean, json: boolean): Promise<boolean> {
  if (yes) return true
  if (json) return false
  process.stderr.write(`\r${planText(plan)}\n\n`)
  return (await typedYes('Install this?')) ?? false
}

function planText({ name, version, source, bytes, missing, checksum, files, folder, free }: ProviderPlan): string {
  return [
    `${name} ${version}, ${megabytes(bytes)}${missing === bytes ? '' : `, of which ${megabytes(missing)} are still to be fetched`}`,
    `  from     ${inertLine(source)}`,
    `  SHA-512  ${checksum}`,
    `  into     ${inertLine(folder)} (${megabytes(free)} free)`,
    `  files    ${files.join(', ')}`,
    'It is ONNX Runtime’s own, by Microsoft, under the MIT licence. CUDA 12 and cuDNN 9 are NVIDIA’s, and have to be there.',
  ].join('\n')
}

function installedText({ provider, test }: InstalledProvider): string {
  const works = test.outcome === 'works' || test.outcome === 'slower'
  const hint = works
    ? ''
    : '\nSee that the driver, CUDA 12 and cuDNN 9 are there, with their folders in LD_LIBRARY_PATH; then: etalon devices test cuda.'
  return `Installed in ${inertLine(provider.folder ?? '')}.\n${testText(test)}${hint}`
}

const stateWords: Readonly<Record<DeviceReport['state'], string>> = {
  ready: 'ready',
  works: 'works',
  slower: 'not faster',
  untried: 'not tried',
  missing: 'not installed',
  absent: 'not here',
  refused: 'does not work',
  crashed: 'does not work',
  hung: 'does not work',
  wrong: 'does not work',
}

function devicesText({ platform, runtime, lens, cores, devices }: Devices): string {
  const table = textTable(
    [{ title: 'device' }, { title: '' }, { title: 'tokens a second', align: 'right' }],
    devices.map(({ device, state, test }) => {
      const speed = test?.speed?.device ?? (device === 'cpu' ? cpuSpeed(devices) : undefined)
      return [device, stateWords[state], speed === undefined ? '' : count(Math.round(speed))]
    }),
  )
  const reasons = devices
    .filter(({ state }) => state !== 'ready' && state !== 'absent')
    .map(({ device, reason, hint }) => inertLine([`${device}: ${reason}`, hint ?? ''].join(' ').trim()))
  const tried = lens === null ? '' : `, tried with ${inertLine(lens)}`
  return [`ONNX Runtime ${runtime} on ${platform}, ${cores} cores${tried}.`, '', table, '', ...reasons].join('\n').trimEnd()
}

/** As the last trial measured it. */
function cpuSpeed(devices: readonly DeviceReport[]): number | undefined {
  return devices.find(({ test }) => test?.speed != null)?.test?.speed?.cpu
}

function testText({ device, reason }: DeviceTest): string {
  return `${device}: ${inertLine(reason)}`
}

function measuredText({
  lens,
  precision,
  device,
  deviceReason,
  tokens,
  active,
  relativeError,
  present,
}: MeasuredPrecision): string {
  return inertLine(
    `${lens} in ${precision} on ${device} (${deviceReason}), beside float32 on ${count(tokens)} tokens of sample text: ${percent(active)} of the activations of either are of both and differ by ${percent(relativeError)}; ${percent(present)} of the latents present in a document.`,
  )
}

function megabytes(bytes: number): string {
  return `${count(Math.ceil(bytes / 1e6))} MB`
}
