import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'

/** Files of the CUDA provider; `shared` loads it, and lies beside the runtime's library, as all providers do. */
export const providerFiles = { cuda: 'libonnxruntime_providers_cuda.so', shared: 'libonnxruntime_providers_shared.so' } as const
/** The runtime's library on Linux. */
export const runtimeLibrary = 'libonnxruntime.so.1'

const main = createRequire(import.meta.url).resolve('onnxruntime-node')

/** Where the runtime's own files lie: outside the archive where the program is packed in one. */
export function runtimeFolder(): string {
  const bin = join(dirname(main), '../bin/napi-v6', process.platform, process.arch)
  return bin.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`)
}

/** The runtime's version, which a provider must have as well. */
export function runtimeVersion(): string {
  return (createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string }).version
}
