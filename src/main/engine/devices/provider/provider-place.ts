import { mkdir, readlink, rename, stat, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Device } from '../../../../contract/device-names.ts'
import type { ProviderState } from '../../../../contract/devices.ts'
import type { Environment } from '../../inference/process-port.ts'
import { providerFiles, runtimeFolder, runtimeLibrary, runtimeVersion } from '../../inference/runtime-folder.ts'

/** Whether CUDA's provider can be installed here: elsewhere the runtime has other devices, shipped with it. */
export function takesProvider(platform: string = process.platform, architecture: string = process.arch): boolean {
  return platform === 'linux' && architecture === 'x64'
}

/** Where providers of the runtime's present version are put, for all hosts of this user. */
export function providerFolder(home: string): string {
  return join(home, 'providers', `cuda-${runtimeVersion()}`)
}

/** The provider, in the runtime's own folder or in this user's. */
export async function findProvider(home: string): Promise<ProviderState> {
  const state = { device: 'cuda', version: runtimeVersion() } as const
  const own = await bytesIn(runtimeFolder())
  if (own !== null) return { ...state, folder: null, installed: true, bytes: own }
  const folder = providerFolder(home)
  const bytes = await bytesIn(folder)
  return { ...state, folder, installed: bytes !== null, bytes: bytes ?? 0 }
}

/** Differs once a provider is installed or removed. */
export async function providerKey(home: string): Promise<string> {
  if (!takesProvider()) return ''
  const { folder, bytes } = await findProvider(home)
  return `${folder ?? 'runtime'} ${bytes}`
}

/** What the environment of a process must hold that computes on a device. */
export function deviceEnvironment(device: Device, home: string): Promise<Environment> {
  return device === 'cuda' ? providerEnvironment(home) : Promise.resolve({})
}

/**
 * For the runtime to find the provider in this user's folder. It looks for providers beside
 * its own library, wherever that was loaded from, and the loader looks in LD_LIBRARY_PATH first: so a link to the library in the provider's
 * folder leads it there, and nothing is written into the program's own folder.
 */
async function providerEnvironment(home: string): Promise<Environment> {
  const { folder, installed } = await findProvider(home)
  if (folder === null || !installed) return {}
  await linkRuntime(folder)
  const before = process.env['LD_LIBRARY_PATH'] ?? ''
  return { LD_LIBRARY_PATH: before === '' ? folder : `${folder}${delimiter}${before}` }
}

/** Made anew where the program has moved since. */
async function linkRuntime(folder: string): Promise<void> {
  const library = join(runtimeFolder(), runtimeLibrary)
  const link = join(folder, runtimeLibrary)
  if ((await readlink(link).catch(() => '')) === library) return
  const draft = `${link}.${process.pid}`
  await mkdir(folder, { recursive: true })
  await symlink(library, draft)
  await rename(draft, link)
}

/** Of all its files; null where one is missing. */
async function bytesIn(folder: string): Promise<number | null> {
  const found = await Promise.all(Object.values(providerFiles).map((each) => stat(join(folder, each)).catch(() => null)))
  return found.reduce<number | null>((sum, each) => (sum === null || each === null ? null : sum + each.size), 0)
}
