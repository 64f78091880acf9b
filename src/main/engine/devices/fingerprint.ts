import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { arch, cpus, hostname, platform, release } from 'node:os'
import { join } from 'node:path'

/**
 * What decides whether a device works, as a hash: machine, operating system, graphics cards and their drivers as far as they can be read
 * without starting anything, and the runtime with its provider. On macOS drivers come with the system; on Windows a driver may change
 * unseen, which is what trying again is for.
 */
export async function machineFingerprint(runtime: string, provider: string): Promise<string> {
  const parts = [platform(), arch(), release(), hostname(), cpus()[0]?.model ?? '', runtime, provider, ...(await linuxGraphics())]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
}

/** Whether NVIDIA's driver is loaded; null where that cannot be told. */
export async function hasNvidiaDriver(): Promise<boolean | null> {
  return platform() === 'linux' ? (await text('/proc/driver/nvidia/version')) !== '' : null
}

/** Cards by vendor and number, and the versions of drivers; empty elsewhere than on Linux. */
async function linuxGraphics(): Promise<readonly string[]> {
  if (platform() !== 'linux') return []
  const cards = (await readdir('/sys/class/drm').catch(() => [])).filter((each) => /^(card|renderD)\d+$/.test(each)).sort()
  const drivers = ['nvidia', 'amdgpu', 'i915', 'xe', 'nouveau'].map((each) => `/sys/module/${each}/version`)
  const files = [
    '/proc/driver/nvidia/version',
    ...drivers,
    ...cards.flatMap((card) => ['vendor', 'device'].map((each) => join('/sys/class/drm', card, 'device', each))),
  ]
  return Promise.all(files.map(text))
}

async function text(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim()
}
