import type { Device } from '../../src/contract/device-names.ts'
import type { SparseActivations, TokenBatch } from '../../src/main/engine/inference/inference-model.ts'
import type { InferenceReply, InferenceRequest } from '../../src/main/engine/inference/messages.ts'
import type { ProcessPort, StartProcess } from '../../src/main/engine/inference/process-port.ts'

/** What a device does with a run; or with being opened: how it refuses, that its process ends, or that it never answers. */
export type DeviceAct =
  | { readonly run: (activations: SparseActivations) => SparseActivations | 'crash' | 'hang'; readonly milliseconds?: number }
  | { readonly refuse: string }
  | 'crash'
  | 'hang'

export type StandInDevices = StartProcess & { readonly opened: Device[]; readonly alive: () => number }

/** Each token but the first of a text has two latents, of values that follow from its id. */
function activationsOf({ ids, lengths, reported, rows, sequence }: TokenBatch, latents: number): SparseActivations {
  const found: [number, number, number][] = []
  for (let row = 0; row < rows; row++)
    for (let at = reported?.from[row] ?? 0; at < (reported?.to[row] ?? lengths[row] ?? 0); at++) {
      const id = ids[row * sequence + at] ?? 0
      for (const latent of [id % latents, (id * 7 + 1) % latents]) found.push([row * sequence + at, latent, 1 + (id % 13) / 13])
    }
  const once = [...new Map(found.map((each) => [`${each[0]} ${each[1]}`, each])).values()]
  return {
    token: Int32Array.from(once, ([token]) => token),
    latent: Int32Array.from(once, ([, latent]) => latent),
    value: Float32Array.from(once, ([, , value]) => value),
  }
}

/** In the place of processes and devices: those that are not said work, and take as long as the processor, which takes some milliseconds. */
export function standInDevices(acts: Partial<Record<Device, DeviceAct>>, latents: number): StandInDevices {
  const opened: Device[] = []
  let alive = 0
  const start: StartProcess = () => {
    alive += 1
    let device: Device = 'cpu'
    const messages = new Set<(message: unknown) => void>()
    const exits = new Set<(code: number | null, signal: string | null) => void>()
    let gone = false
    const reply = (message: InferenceReply) => messages.forEach((each) => each(message))
    const end = (code: number | null, signal: string | null) => {
      if (gone) return
      gone = true
      alive -= 1
      exits.forEach((each) => each(code, signal))
    }
    const take = async (request: InferenceRequest) => {
      if (request.kind === 'open') device = request.model.device
      const act = acts[device] ?? { run: (activations) => activations, milliseconds: 5 }
      if (request.kind === 'open') {
        opened.push(device)
        await Promise.resolve()
        if (act === 'crash') end(null, 'SIGSEGV')
        else if (act !== 'hang') reply('refuse' in act ? { kind: 'refused', message: act.refuse } : { kind: 'opened' })
      } else if (typeof act === 'object' && 'run' in act) {
        const activations = act.run(activationsOf(request.batch, latents))
        await new Promise((done) => setTimeout(done, act.milliseconds ?? 0))
        if (activations === 'crash') end(null, 'SIGABRT')
        else if (activations !== 'hang') reply({ kind: 'result', id: request.id, activations })
      }
    }
    return {
      postMessage: (message) => void take(message as InferenceRequest),
      onMessage(listener) {
        messages.add(listener)
        return () => messages.delete(listener)
      },
      onExit(listener) {
        exits.add(listener)
        return () => exits.delete(listener)
      },
      kill: () => end(null, 'SIGKILL'),
    } satisfies ProcessPort
  }
  return Object.assign(start, { opened, alive: () => alive })
}
