import { z } from 'zod'
import { Failure } from '../../../../contract/failure.ts'
import { type About, notWhatWasAsked } from '../../lens/hub/hub-fault.ts'
import { hubSettings } from '../../lens/hub/hub-settings.ts'
import { Hub, type HubOptions } from '../../lens/hub/hub.ts'
import type { RemoteFile } from '../../lens/hub/remote-file.ts'

/** As in onnxruntime-node's script/install-metadata.js, for linux/x64. */
export const packageName = 'Microsoft.ML.OnnxRuntime.Gpu.Linux'
export const officialIndex = 'https://api.nuget.org/v3/index.json'

// The NuGet server API, version 3: https://learn.microsoft.com/nuget/api/overview.
const indexSchema = z.object({ resources: z.array(z.object({ '@id': z.string(), '@type': z.string() })) })
const leafSchema = z.object({ catalogEntry: z.string(), packageContent: z.string() })
const entrySchema = z.object({
  packageHash: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  packageHashAlgorithm: z.literal('SHA512'),
  packageSize: z.number().int().positive(),
})

/** The types of the registrations that are not packed, which are one and the same. */
const registrations = ['RegistrationsBaseUrl', 'RegistrationsBaseUrl/3.0.0-rc', 'RegistrationsBaseUrl/3.0.0-beta']

/** A client of a NuGet server: no token, and what it asks for is what the addresses below say. The connections are the caller's to close. */
export function openFeed(index: string, options: HubOptions = {}): Hub {
  const url = URL.canParse(index) ? new URL(index) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Failure(
      'bad-input',
      `"${index.slice(0, 200)}" is no address of a NuGet index and no file.`,
      'Leave out --from for nuget.org, or name a mirror, https://.../index.json, or a package file.',
    )
  return new Hub({ ...hubSettings(), endpoint: url.origin, offline: false, saidBy: '--from' }, null, options)
}

/** Where a version of the package lies, its size and its checksum; only descriptions are asked for. Throws `Failure`s. */
export async function describePackage(feed: Hub, index: string, version: string, signal: AbortSignal): Promise<RemoteFile> {
  const name = packageName.toLowerCase()
  const about = (path: string): About => ({
    host: new URL(index).host,
    page: index === officialIndex ? `https://www.nuget.org/packages/${packageName}/${version}` : index,
    id: packageName,
    revision: version,
    path,
    token: 'none',
    saidBy: '--from',
  })
  const ask = async <Answer>(address: string, schema: z.ZodType<Answer>, what: string): Promise<Answer> => {
    const url = followed(address, index, about(what))
    return feed.persist(signal, async () => {
      const text = await feed.text(await feed.get(url, { accept: 'application/json' }, about(what), signal), about(what), signal)
      const parsed = schema.safeParse(fromJson(text))
      if (!parsed.success) throw notWhatWasAsked(about(what), 'it is not what a NuGet server of version 3 answers')
      return parsed.data
    })
  }
  const { resources } = await ask(index, indexSchema, 'index')
  const base = resources.find((each) => registrations.includes(each['@type']))?.['@id']
  if (base === undefined)
    throw new Failure('unsupported', `${about('').host} does not describe its packages.`, 'Leave out --from for nuget.org.')
  const leaf = await ask(`${base.replace(/\/?$/, '/')}${name}/${version}.json`, leafSchema, `registration of ${version}`)
  const entry = await ask(leaf.catalogEntry, entrySchema, `catalogue entry of ${version}`)
  const hex = Buffer.from(entry.packageHash, 'base64').toString('hex')
  return {
    url: followed(leaf.packageContent, index, about('package')),
    about: about(`${name}.${version}.nupkg`),
    size: entry.packageSize,
    digest: { kind: 'sha512', hex },
  }
}

/** An address that the server named: over HTTPS where its index is. */
function followed(address: string, index: string, about: About): URL {
  const url = URL.canParse(address, index) ? new URL(address, index) : null
  const may = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && index.startsWith('http:')))
  if (may) return url
  throw new Failure(
    'unreachable',
    `${about.host} names an address for ${about.path ?? ''} that is not followed.`,
    'Leave out --from for nuget.org.',
  )
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
