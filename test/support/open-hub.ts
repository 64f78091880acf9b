import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { JobControl } from '../../src/main/engine/jobs/job-queue.ts'
import { download } from '../../src/main/engine/lens/hub/download.ts'
import { findToken, hubSettings } from '../../src/main/engine/lens/hub/hub-settings.ts'
import { Hub, type HubOptions } from '../../src/main/engine/lens/hub/hub.ts'
import { planDownload } from '../../src/main/engine/lens/hub/plan-download.ts'
import { seededRandom } from '../../src/main/engine/numerics/seeded-random.ts'
import { hubServer, type HubScript, type ServedRepository } from './hub-server.ts'
import { quickClock } from './quick-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const token = 'hf_not_to_be_seen'
export const commit = '0123456789abcdef0123456789abcdef01234567'
/** Never aborted. */
export const { signal } = new AbortController()

/** Bytes without a pattern that a lost or doubled part could hide in. */
function content(length: number, seed: number): Buffer {
  const random = seededRandom(seed)
  return Buffer.from(Uint8Array.from({ length }, () => random() * 256))
}

export const weights = content(300_000, 1)
export const weightsPath = 'layer_12/width_16k/params.safetensors'
export const served: ServedRepository = {
  kind: 'model',
  id: 'lab/sae-of-a-reader',
  commit,
  license: 'apache-2.0',
  gated: false,
  files: new Map([
    ['README.md', Buffer.from('A card.')],
    ['config.json', Buffer.from('{"d_in": 16}')],
    ['empty', Buffer.alloc(0)],
    ['layer_12/width_16k/cfg.json', Buffer.from('{"k": 4}')],
    [weightsPath, weights],
    ['layer_12/width_16k/ärger #1.json', Buffer.from('{}')],
    ['layer_12/width_16k/the same.json', Buffer.from('{}')],
  ]),
  large: new Set([weightsPath]),
}
export const paths = ['config.json', 'empty', weightsPath, 'layer_12/width_16k/ärger #1.json', 'layer_12/width_16k/the same.json']

type Given = {
  readonly script?: HubScript
  readonly repository?: Partial<ServedRepository>
  readonly signedIn?: boolean
  readonly options?: HubOptions
}

/** A hub, a client of it, and a folder with nothing in it. */
export async function openHub({ script, repository = {}, signedIn = false, options = {} }: Given = {}) {
  const server = await hubServer({ ...served, ...repository }, script)
  const folder = temporaryFolder()
  const environment = { HF_ENDPOINT: server.url, HF_HOME: join(folder, 'huggingface'), ...(signedIn ? { HF_TOKEN: token } : {}) }
  const settings = hubSettings(environment, folder)
  const clock = quickClock()
  const client = async () => {
    const hub = new Hub(settings, await findToken(settings), { clock, ...options })
    onTestFinished(() => hub.close())
    return hub
  }
  const { kind, id } = server.repository
  const request = { repository: { kind, id }, revision: 'main', paths }
  const cache = join(folder, 'hub')
  return { server, hub: await client(), client, settings, clock, cache, folder, request }
}

export function control(progress: JobControl['progress'] = () => undefined, stop: AbortSignal = signal): JobControl {
  return { signal: stop, progress, note: () => undefined }
}

export type Opened = Awaited<ReturnType<typeof openHub>>

/** Plans and confirms what was planned. */
export async function fetchAll({ hub, cache, request }: Opened, how: JobControl = control()) {
  const plan = await planDownload(hub, cache, request, signal)
  return download(hub, cache, request, plan.id, how)
}

export function expectWhole(folder: string): void {
  for (const path of paths)
    expect(readFileSync(join(folder, path)).equals(served.files.get(path) ?? Buffer.from('none')), path).toBe(true)
}
