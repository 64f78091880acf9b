import { InferenceSession, listSupportedBackends } from 'onnxruntime-node'
import type { Device } from '../../../contract/device-names.ts'
import type { InferenceModel } from './inference-model.ts'
import { missingLibrary } from './missing-library.ts'

/** What the runtime calls its execution providers. */
const providers: Readonly<Record<Device, string>> = {
  cpu: 'cpu',
  cuda: 'cuda',
  directml: 'dml',
  coreml: 'coreml',
  webgpu: 'webgpu',
}

/** Opens a model on its device, or throws: nothing else is tried. Operators that a device lacks are computed on the processor. */
export async function openSession(model: InferenceModel): Promise<InferenceSession> {
  const provider = providers[model.device]
  if (!listSupportedBackends().some(({ name }) => name === provider)) throw new Error('the runtime has no such device here')
  try {
    return await InferenceSession.create(model.graph, {
      executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
      graphOptimizationLevel: 'all',
      // 0: as many as there are cores, not counting those that share one.
      intraOpNumThreads: model.threads ?? 0,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      extra: { session: { model_external_initializers_file_folder_path: model.folder } },
    })
  } catch (error) {
    throw model.device === 'cuda' ? (missingLibrary() ?? error) : error
  }
}
