import { listSupportedBackends } from 'onnxruntime-node'
import { beforeAll, expect, test } from 'vitest'
import type { Device } from '../../../src/contract/device-names.ts'
import { fasterDevices } from '../../../src/main/engine/devices/known-devices.ts'
import {
  deviceMemory,
  type DeviceUse,
  type DeviceWish,
  readingOnDevice,
  testOnDevice,
} from '../../../src/main/engine/devices/read-on-device.ts'
import { forkProcess } from '../../../src/main/engine/inference/fork-process.ts'
import type { SparseActivations } from '../../../src/main/engine/inference/inference-model.ts'
import type { Lens } from '../../../src/main/engine/lens/lens.ts'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { type DeviceAct, type StandInDevices, standInDevices } from '../../support/stand-in-device.ts'
import { suiteFolder, temporaryFolder } from '../../support/temporary-folder.ts'
import { tiny, writeTinyLens } from '../../support/tiny-lens.ts'

const folder = suiteFolder()
let lens: Lens

beforeAll(async () => {
  writeTinyLens(folder)
  lens = await openLens(folder)
})

const slow: DeviceAct = { run: (activations) => activations, milliseconds: 40 }
const slower: DeviceAct = { run: (activations) => activations, milliseconds: 200 }
const fast: DeviceAct = { run: (activations) => activations, milliseconds: 1 }
const changed = (change: (activations: SparseActivations) => SparseActivations): DeviceAct => ({ run: change, milliseconds: 1 })

type Acts = Partial<Record<Device, DeviceAct>>

/** Devices that stand in for cuda and webgpu, tried in this order, on a machine of their own. */
function machine(acts: Acts, home = temporaryFolder(), patience = 5000): { use: DeviceUse; devices: StandInDevices } {
  const devices = standInDevices({ cpu: slow, webgpu: { refuse: 'none' }, ...acts }, tiny.dSae)
  return { use: { startProcess: devices, home, candidates: ['cuda', 'webgpu'], patience }, devices }
}

async function chosen(use: DeviceUse, wish: DeviceWish = { device: 'auto' }): Promise<{ device: Device; reason: string }> {
  const { session, deviceReason } = await readingOnDevice(lens, wish, use)
  await session.close()
  return { device: session.device, reason: deviceReason }
}

test('takes the first device that gives what the processor gives, and faster; later without trying again', async () => {
  const { use, devices } = machine({ cuda: { refuse: 'no driver' }, webgpu: fast })
  expect(await chosen(use)).toEqual({ device: 'webgpu', reason: 'the fastest that works here' })
  expect(devices.opened).toEqual(['cuda', 'webgpu', 'cpu'])
  expect(await chosen(use)).toMatchObject({ device: 'webgpu' })
  expect(devices.opened.slice(3)).toEqual(['webgpu'])
  expect(devices.alive()).toBe(0)
  const [test] = await deviceMemory(use.home).tests()
  expect(test).toMatchObject({ device: 'webgpu', outcome: 'works', agreement: { active: 1, relativeError: 0 } })
})

const failures: readonly (readonly [name: string, act: DeviceAct, outcome: string, reason: RegExp])[] = [
  ['cannot be started', { refuse: 'No supported adapters.\nmore' }, 'refused', /It cannot be used here: No supported adapters\.$/],
  ['takes its process down when it is opened', 'crash', 'crashed', /the process ended unexpectedly \(SIGSEGV\)/],
  ['does not answer when it is opened', 'hang', 'hung', /no answer within/],
  ['takes its process down when it computes', { run: () => 'crash' }, 'crashed', /ended unexpectedly \(SIGABRT\)/],
  ['does not answer when it computes', { run: () => 'hang' }, 'hung', /no answer within/],
  [
    'gives what is no number',
    changed((each) => ({ ...each, value: each.value.map(() => Infinity) })),
    'wrong',
    /values that are no numbers/,
  ],
  [
    'gives nothing',
    changed(() => ({ token: new Int32Array(), latent: new Int32Array(), value: new Float32Array() })),
    'wrong',
    /0\.0 %/,
  ],
  [
    'gives other values',
    changed((each) => ({ ...each, value: each.value.map((value) => value * 1.02) })),
    'wrong',
    /differ by 2\.0 %/,
  ],
  ['is not faster', slower, 'slower', /works, but is not faster/],
]
test.for(failures)('a device that %s is passed over, remembered, and its reason told', async ([, act, outcome, reason]) => {
  const { use, devices } = machine({ cuda: act }, temporaryFolder(), outcome === 'hung' ? 100 : 5000)
  const found = await chosen(use)
  expect(found.device).toBe('cpu')
  expect(found.reason).toMatch(/^nothing faster works here \(CUDA \(NVIDIA\): .*; WebGPU: it cannot be used here: none\)$/)
  const test = await deviceMemory(use.home).find('cuda', 'float32', lens.hash)
  expect(test).toMatchObject({ outcome, reason: expect.stringMatching(reason) as string })
  const before = devices.opened.length
  await chosen(use)
  expect(devices.opened.slice(before)).toEqual(['cpu'])
  expect(devices.alive()).toBe(0)
})

test('a device that was named is used where it only is not faster, else refused with the reason and what to do', async () => {
  const { use } = machine({ cuda: { refuse: 'no driver' }, webgpu: slower })
  expect(await chosen(use, { device: 'webgpu' })).toEqual({ device: 'webgpu', reason: 'chosen' })
  await expect(chosen(use, { device: 'cuda' })).rejects.toMatchObject({
    code: 'unsupported',
    message: 'CUDA (NVIDIA) cannot be used. It cannot be used here: no driver.',
    hint: expect.stringContaining('etalon devices test cuda') as string,
  })
  await expect(chosen(use, { device: 'coreml' })).rejects.toThrow('The runtime has no such device on this platform.')
})

test('what failed is tried again when asked, and what worked no longer is found out', async () => {
  const acts: Acts = { cuda: 'crash' }
  const { use } = machine(acts)
  expect((await chosen(use)).device).toBe('cpu')
  acts.cuda = fast
  const again = machine(acts, use.home)
  expect((await chosen(again.use)).device).toBe('cpu')
  expect(await testOnDevice(lens, 'cuda', 'float32', again.use)).toMatchObject({ outcome: 'works' })
  expect((await chosen(again.use)).device).toBe('cuda')
  const broken = machine({ cuda: { refuse: 'out of memory' } }, use.home)
  const found = await chosen(broken.use)
  expect(found).toMatchObject({ device: 'cpu', reason: expect.stringContaining('out of memory') as string })
})

test('precisions keep to the devices that have them', async () => {
  const { use } = machine({ cuda: fast })
  expect(await chosen(use, { device: 'auto', precision: 'int8' })).toEqual({
    device: 'cpu',
    reason: 'int8 is read on the processor',
  })
  await expect(chosen(use, { device: 'cuda', precision: 'int8' })).rejects.toThrow('int8 is read on the processor, not on cuda.')
  expect(await chosen(use, { device: 'auto', precision: 'float16' })).toMatchObject({ device: 'cuda' })
  await expect(chosen(use, { device: 'cpu', precision: 'float16' })).rejects.toThrow('float16 is read on a graphics card')
  const { use: none } = machine({ cuda: 'crash', webgpu: 'crash' })
  await expect(chosen(none, { device: 'auto', precision: 'float16' })).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/^float16 cannot be read: nothing faster works here/) as string,
  })
})

test('memory that is damaged is forgotten', async () => {
  const { use } = machine({ cuda: fast }, temporaryFolder({ 'devices.json': '{"machines": [{"machine": 3' }))
  expect((await chosen(use)).device).toBe('cuda')
  expect(await deviceMemory(use.home).tests()).toHaveLength(1)
})

test('the table of this platform is what the runtime says', ({ skip }) => {
  skip(!['linux x64', 'win32 x64', 'win32 arm64', 'darwin arm64'].includes(`${process.platform} ${process.arch}`), 'no such build')
  const names = listSupportedBackends().map(({ name }) => (name === 'dml' ? 'directml' : name))
  expect(names.filter((name) => name !== 'cpu' && name !== 'tensorrt').sort()).toEqual([...fasterDevices()].sort())
})

test('really tries WebGPU, in a process of its own: it works, or is refused with the reason', async ({ skip }) => {
  skip(!fasterDevices().includes('webgpu'), 'the runtime has no WebGPU here')
  const use: DeviceUse = { startProcess: forkProcess, home: temporaryFolder() }
  const tried = await testOnDevice(lens, 'webgpu', 'float32', use)
  expect(['works', 'slower', 'refused']).toContain(tried.outcome)
  if (tried.outcome === 'refused') await expect(chosen(use, { device: 'webgpu' })).rejects.toThrow(tried.reason)
})
