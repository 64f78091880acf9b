import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageName } from '../../../src/main/engine/devices/provider/nuget-package.ts'
import { installProvider, removeProvider } from '../../../src/main/engine/devices/provider/install-provider.ts'
import { planProvider } from '../../../src/main/engine/devices/provider/plan-provider.ts'
import { deviceEnvironment, findProvider, takesProvider } from '../../../src/main/engine/devices/provider/provider-place.ts'
import { forkProcess } from '../../../src/main/engine/inference/fork-process.ts'
import { providerFiles, runtimeFolder, runtimeVersion } from '../../../src/main/engine/inference/runtime-folder.ts'
import { testOnDevice } from '../../../src/main/engine/devices/read-on-device.ts'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { type NugetServer, nugetServer } from '../../support/nuget-server.ts'
import { control, signal } from '../../support/open-hub.ts'
import { quickClock } from '../../support/quick-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeTinyLens } from '../../support/tiny-lens.ts'
import { writeZip } from '../../support/write-zip.ts'

const random = seededRandom(5)
const library = Buffer.from(Uint8Array.from({ length: 200_000 }, () => random() * 256))
const shared = Buffer.from('a small library '.repeat(1000))
const native = 'runtimes/linux-x64/native'
const members = new Map<string, Uint8Array>([
  ['LICENSE', Buffer.from('MIT')],
  [`${native}/${providerFiles.cuda}`, library],
  [`${native}/libonnxruntime_providers_tensorrt.so`, Buffer.from('not wanted')],
  [`${native}/${providerFiles.shared}`, shared],
])
const whole = writeZip(members, { deflated: true })

describe.skipIf(!takesProvider())('the CUDA provider', () => {
  async function served(content = whole) {
    const server = await nugetServer(packageName, runtimeVersion(), content)
    const home = temporaryFolder()
    const source = { home, from: server.index, options: { clock: quickClock() } }
    const plan = async () => (await planProvider(source, signal)).plan
    const install = async () => installProvider(source, (await plan()).id, control())
    return { server, home, source, plan, install }
  }

  const packages = ({ requests }: NugetServer) => requests.filter((each) => each.includes('.nupkg'))

  test('is planned from its description alone, fetched once confirmed, checked, put in place, and removed', async () => {
    const { server, home, plan, install } = await served()
    const shown = await plan()
    expect(shown).toMatchObject({
      name: packageName,
      version: runtimeVersion(),
      bytes: whole.length,
      missing: whole.length,
      host: new URL(server.index).host,
      folder: join(home, 'providers', `cuda-${runtimeVersion()}`),
    })
    expect(shown.free).toBeGreaterThan(0)
    expect(packages(server)).toEqual([])
    expect(existsSync(shown.folder)).toBe(false)
    expect(await install()).toMatchObject({ installed: true, folder: shown.folder, bytes: library.length + shared.length })
    expect(readdirSync(join(home, 'providers')).filter((each) => !each.startsWith('.'))).toEqual([`cuda-${runtimeVersion()}`])
    expect(readdirSync(shown.folder).sort()).toEqual(Object.values(providerFiles).sort())
    expect(readFileSync(join(shown.folder, providerFiles.cuda)).equals(library)).toBe(true)

    const environment = await deviceEnvironment('cuda', home)
    expect(environment['LD_LIBRARY_PATH']?.split(':')[0]).toBe(shown.folder)
    expect(readlinkSync(join(shown.folder, 'libonnxruntime.so.1'))).toBe(join(runtimeFolder(), 'libonnxruntime.so.1'))
    expect(await deviceEnvironment('webgpu', home)).toEqual({})

    expect(await removeProvider(home)).toMatchObject({ installed: false })
    expect(existsSync(join(home, 'providers'))).toBe(false)
    await expect(removeProvider(home)).rejects.toThrow('No CUDA provider is installed.')
  })

  test('the runtime looks for it where it was put: what is no library is refused by its name, in a process of its own', async () => {
    const { home, install } = await served()
    await install()
    const folder = temporaryFolder()
    writeTinyLens(folder)
    const tried = await testOnDevice(await openLens(folder), 'cuda', 'float32', { startProcess: forkProcess, home })
    expect(tried.outcome).toBe('refused')
    expect(tried.reason).toMatch(/^It cannot be used here: .*(shared library|provider)/i)
  })

  test('broken off, it goes on where it stopped', async () => {
    const { server, home, install } = await served()
    server.breakAfter = 1000
    await expect(install()).rejects.toMatchObject({ code: 'unreachable', hint: expect.stringContaining('goes on') as string })
    expect((await findProvider(home)).installed).toBe(false)
    server.breakAfter = 100_000
    const before = packages(server).length
    expect(await install()).toMatchObject({ installed: true })
    const ranges = packages(server).slice(before)
    expect(ranges.length).toBeGreaterThan(1)
    for (const range of ranges) expect(range).toMatch(/ bytes=\d{4,}-/)
  })

  test('what is not what the server described is thrown away', async () => {
    const { server, home, install } = await served()
    server.described = Buffer.from('another')
    await expect(install()).rejects.toThrow(/is not what 127\.0\.0\.1:\d+ says it holds: its checksum differs/)
    expect(readdirSync(join(home, 'providers')).filter((each) => !each.startsWith('.'))).toEqual([])
  })

  test('a package without the libraries, or whose parts are damaged, changes nothing', async () => {
    const lacking = await served(writeZip(new Map([['LICENSE', Buffer.from('MIT')]])))
    await expect(lacking.install()).rejects.toThrow(/it has no runtimes\/linux-x64\/native/)
    const damaged = Buffer.from(whole)
    damaged.fill(7, 5_000, 9_000)
    const other = await served(damaged)
    await expect(other.install()).rejects.toThrow(/is not the package it should be/)
    expect((await findProvider(other.home)).installed).toBe(false)
    expect(existsSync(join(other.home, 'providers', `cuda-${runtimeVersion()}.draft`))).toBe(false)
  })

  test('asks for what was confirmed, and follows no address that is none of the web', async () => {
    const { server, source, plan } = await served()
    const { id } = await plan()
    server.package = writeZip(new Map([...members, ['more', Buffer.from('more')]]), { deflated: true })
    await expect(installProvider(source, id, control())).rejects.toMatchObject({ code: 'stale' })
    server.content = 'file:///etc/passwd'
    await expect(plan()).rejects.toThrow('names an address for package that is not followed')
    server.status = 404
    await expect(plan()).rejects.toMatchObject({ code: 'not-found' })
    expect(packages(server)).toEqual([])
    await expect(planProvider({ home: source.home, from: 'nowhere' }, signal)).rejects.toMatchObject({ code: 'bad-input' })
  })

  test('is installed from a package on this machine, without asking anyone', async () => {
    const file = join(temporaryFolder(), 'package.nupkg')
    writeFileSync(file, whole)
    const home = temporaryFolder()
    const { plan } = await planProvider({ home, from: file }, signal)
    expect(plan).toMatchObject({ source: file, host: null, missing: 0, bytes: whole.length })
    expect(await installProvider({ home, from: file }, plan.id, control())).toMatchObject({ installed: true })
    expect(existsSync(file)).toBe(true)
  })
})

test('where CUDA is not for this platform, another device is named', async ({ skip }) => {
  skip(takesProvider(), 'this platform takes it')
  await expect(planProvider({ home: temporaryFolder() }, signal)).rejects.toMatchObject({ code: 'unsupported' })
})
