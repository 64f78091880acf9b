import { InferenceSession } from 'onnxruntime-node'
import type { Device, InferenceModel } from './inference-model.ts'

export type OpenedSession = { readonly session: InferenceSession; readonly device: Device; readonly reason: string }

/** What each platform's package of the runtime may offer, fastest first. */
const platformDevices: Partial<Record<NodeJS.Platform, readonly Device[]>> = {
  linux: ['cuda', 'webgpu'],
  win32: ['cuda', 'dml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
}

/** Opens a model on the device asked for; with `auto` on the first that works. `reason` says in words why it is that one. */
export async function openSession(model: InferenceModel): Promise<OpenedSession> {
  if (model.device === 'cpu') return { session: await createSession(model, 'cpu'), device: 'cpu', reason: 'chosen' }
  const wanted = model.device === 'auto' ? (platformDevices[process.platform] ?? []) : [model.device]
  const refusals: string[] = []
  for (const device of wanted) {
    try {
      return {
        session: await createSession(model, device),
        device,
        reason: model.device === 'auto' ? 'the fastest that works here' : 'chosen',
      }
    } catch (error) {
      refusals.push(`${device}: ${firstLine(error)}`)
    }
  }
  return { session: await createSession(model, 'cpu'), device: 'cpu', reason: `nothing faster works here (${refusals.join('; ')})` }
}

function createSession(model: InferenceModel, device: Device): Promise<InferenceSession> {
  return InferenceSession.create(model.graph, {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    graphOptimizationLevel: 'all',
    // 0: as many as there are cores, not counting those that share one.
    intraOpNumThreads: model.threads ?? 0,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    extra: { session: { model_external_initializers_file_folder_path: model.folder } },
  })
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 160) ?? ''
}
