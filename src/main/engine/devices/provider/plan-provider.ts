import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ProviderPlan } from '../../../../contract/devices.ts'
import { Failure } from '../../../../contract/failure.ts'
import { providerFiles, runtimeVersion } from '../../inference/runtime-folder.ts'
import { sizeOf } from '../../lens/hub/hub-cache.ts'
import type { HubOptions } from '../../lens/hub/hub.ts'
import { freeBytes } from '../../lens/hub/plan-download.ts'
import type { RemoteFile } from '../../lens/hub/remote-file.ts'
import { describePackage, officialIndex, openFeed, packageName } from './nuget-package.ts'
import { providerFolder, takesProvider } from './provider-place.ts'

export type ProviderSource = {
  readonly home: string
  /** A NuGet index or a package file; absent: nuget.org. */
  readonly from?: string | undefined
  readonly options?: HubOptions
}

/** With where the package is: to be fetched, or on this machine. */
export type PlannedProvider = { readonly plan: ProviderPlan; readonly remote: RemoteFile | null; readonly file: string }

/** What installing CUDA's provider takes. Throws Failure 'unsupported' where it is not needed. */
export async function planProvider({ home, from, options }: ProviderSource, signal: AbortSignal): Promise<PlannedProvider> {
  if (!takesProvider())
    throw new Failure(
      'unsupported',
      'The CUDA provider is for Linux on x86-64.',
      process.platform === 'win32'
        ? 'On Windows use --device directml, which needs nothing more.'
        : 'Use another device: etalon devices.',
    )
  const version = runtimeVersion()
  const local = from === undefined ? null : await sizeOf(resolve(from))
  const found =
    from !== undefined && local !== null
      ? await onThisMachine(resolve(from), local)
      : await fetched(from ?? officialIndex, version, home, options, signal)
  const folder = providerFolder(home)
  const { source, checksum, bytes } = found.plan
  const id = createHash('sha256')
    .update(JSON.stringify([source, checksum, bytes, version, folder]))
    .digest('hex')
  const files = Object.values(providerFiles)
  return { ...found, plan: { ...found.plan, id, name: packageName, version, files, folder, free: await freeBytes(home) } }
}

type Found = Omit<PlannedProvider, 'plan'> & {
  readonly plan: Pick<ProviderPlan, 'source' | 'host' | 'bytes' | 'missing' | 'checksum'>
}

async function onThisMachine(file: string, bytes: number): Promise<Found> {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return { plan: { source: file, host: null, bytes, missing: 0, checksum: hash.digest('hex') }, remote: null, file }
}

async function fetched(
  index: string,
  version: string,
  home: string,
  options: HubOptions | undefined,
  signal: AbortSignal,
): Promise<Found> {
  const feed = openFeed(index, options)
  try {
    const remote = await describePackage(feed, index, version, signal)
    const file = packagePath(home, version)
    const partial = (await sizeOf(file)) ?? (await sizeOf(`${file}.incomplete`)) ?? 0
    const { url, size, digest } = remote
    const missing = partial <= size ? size - partial : size
    return { plan: { source: url.href, host: url.host, bytes: size, missing, checksum: digest.hex }, remote, file }
  } finally {
    feed.close()
  }
}

/** Where the package lies while it is fetched and unpacked. */
function packagePath(home: string, version: string): string {
  return join(home, 'providers', `${packageName.toLowerCase()}.${version}.nupkg`)
}
