import { Failure } from '../../src/contract/failure.ts'
import type { DeviceReport, Devices, DeviceTest, MeasuredPrecision, ProviderPlan } from '../../src/contract/devices.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { FakeJobs } from './fake-jobs.ts'

const webgpuTest: DeviceTest = {
  device: 'webgpu',
  precision: 'float32',
  lens: 'small-english',
  lensHash: '5f1c2a',
  outcome: 'works',
  reason: 'It gives what the processor gives, 6.2 times as fast.',
  testedAt: '2026-11-20T16:40:00.000Z',
  agreement: { active: 1, relativeError: 1.3e-7 },
  speed: { device: 61_400, cpu: 9_900 },
}

const plan: ProviderPlan = {
  id: 'b'.repeat(64),
  name: 'Microsoft.ML.OnnxRuntime.Gpu.Linux',
  version: '1.30.0',
  source:
    'https://api.nuget.org/v3-flatcontainer/microsoft.ml.onnxruntime.gpu.linux/1.30.0/microsoft.ml.onnxruntime.gpu.linux.1.30.0.nupkg',
  host: 'api.nuget.org',
  bytes: 312_000_000,
  missing: 312_000_000,
  checksum: 'c'.repeat(128),
  files: ['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so'],
  folder: '/home/ada/.local/share/etalon/providers/cuda-1.30.0',
  free: 84e9,
}

/** A machine whose WebGPU works, and whose NVIDIA card lacks the provider until it is installed. */
export function fakeDeviceOperations(jobs: FakeJobs): Operations['devices'] {
  let installed = false
  const provider = () =>
    ({ device: 'cuda', version: '1.30.0', folder: plan.folder, installed, bytes: installed ? 410e6 : 0 }) as const
  const devices = (): Devices => {
    const report = (each: Omit<DeviceReport, 'test' | 'hint'> & Partial<DeviceReport>) => ({ test: null, hint: null, ...each })
    return {
      platform: 'linux x64',
      runtime: '1.30.0',
      lens: 'small-english',
      cores: 8,
      devices: [
        report(
          installed
            ? {
                device: 'cuda',
                title: 'CUDA (NVIDIA)',
                state: 'refused',
                reason: 'It cannot be used here: the library libcudnn.so.9 is missing.',
              }
            : { device: 'cuda', title: 'CUDA (NVIDIA)', state: 'missing', reason: 'Its provider is not installed.' },
        ),
        report({ device: 'webgpu', title: 'WebGPU', state: 'works', reason: webgpuTest.reason, test: webgpuTest }),
        report({ device: 'cpu', title: 'Processor', state: 'ready', reason: 'It always works.' }),
        report({
          device: 'directml',
          title: 'DirectML (Windows)',
          state: 'absent',
          reason: 'The runtime has no such device on this platform.',
        }),
        report({
          device: 'coreml',
          title: 'Core ML (Apple)',
          state: 'absent',
          reason: 'The runtime has no such device on this platform.',
        }),
      ],
      provider: provider(),
    }
  }
  const step = (doing: string, unit: string, total = 1000) => [{ doing, total, unit, seconds: 0.8 }]
  return {
    list: async () => devices(),
    test: async ({ device }) =>
      jobs.start('device', 'Try the devices', step('Trying WebGPU', 'tokens'), () => {
        jobs.changed('devices')
        return device === 'cuda' ? [] : [webgpuTest]
      }),
    measure: async ({ precision }) =>
      jobs.start('device', `Measure ${precision}`, step(`Comparing ${precision} with float32`, 'tokens'), () => {
        const isHalf = precision === 'float16'
        const measured: MeasuredPrecision = {
          lens: 'small-english',
          precision,
          device: isHalf ? 'webgpu' : 'cpu',
          deviceReason: isHalf ? 'the fastest that works here' : 'int8 is read on the processor',
          tokens: 2004,
          active: isHalf ? 0.996 : 0.958,
          relativeError: isHalf ? 0.0006 : 0.021,
          present: isHalf ? 0.998 : 0.971,
        }
        return measured
      }),
    planProvider: async ({ from }) => {
      if (from !== undefined && !from.startsWith('http'))
        throw new Failure('bad-input', `"${from}" is no address.`, 'Leave it out.')
      return plan
    },
    installProvider: async () =>
      jobs.start('device', 'Install the CUDA provider', step(`Downloading ${plan.name}`, 'bytes', plan.bytes), () => {
        installed = true
        jobs.changed('devices')
      }),
    removeProvider: async () => {
      installed = false
      jobs.changed('devices')
      return provider()
    },
  }
}
