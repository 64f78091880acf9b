import type { Device, DeviceChoice } from '../../../contract/device-names.ts'
import { bytePrecisions, type Precision } from '../../../contract/corpora.ts'
import { Failure } from '../../../contract/failure.ts'

export const deviceTitles: Readonly<Record<Device, string>> = {
  cpu: 'Processor',
  cuda: 'CUDA (NVIDIA)',
  directml: 'DirectML (Windows)',
  coreml: 'Core ML (Apple)',
  webgpu: 'WebGPU',
}

/**
 * What the builds of onnxruntime-node 1.30 hold besides the processor, by platform and architecture, in the order in which they are tried
 * (its README; `listSupportedBackends` says the same where it could be run). CUDA's provider is not shipped with it.
 */
const offered: Readonly<Record<string, readonly Device[]>> = {
  'linux x64': ['cuda', 'webgpu'],
  'win32 x64': ['directml', 'webgpu'],
  'win32 arm64': ['directml', 'webgpu'],
  'darwin arm64': ['coreml', 'webgpu'],
  'darwin x64': ['coreml', 'webgpu'],
}

/** The devices that may be faster than the processor here, in the order of trying. */
export function fasterDevices(platform: string = process.platform, architecture: string = process.arch): readonly Device[] {
  return offered[`${platform} ${architecture}`] ?? []
}

/** Throws Failure 'bad-input' for a precision that a device does not compute in. */
export function checkPrecision(precision: Precision, device: DeviceChoice): void {
  if (bytePrecisions.includes(precision) && device !== 'cpu' && device !== 'auto')
    throw new Failure(
      'bad-input',
      `${precision} is read on the processor, not on ${device}.`,
      'Leave out --device, or read in float32.',
    )
  if (precision === 'float16' && device === 'cpu')
    throw new Failure(
      'bad-input',
      'float16 is read on a graphics card: a processor computes it more slowly than float32.',
      'Read in float32, in int8, or on another device; etalon devices says which there are.',
    )
}
