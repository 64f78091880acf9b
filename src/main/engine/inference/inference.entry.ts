import { Lanes } from './lanes.ts'
import type { InferenceRequest } from './messages.ts'
import { parentChannel } from './parent-channel.ts'

/** The process that runs sessions: a crash in native code ends only this. */
// Unless told otherwise cuBLAS and cuDNN multiply 32-bit floats with 10 bits after the point in place of 23 (TF32). The runtime's binding has no
// option for it; lanes see the environment as it is set here, before they load anything.
process.env['NVIDIA_TF32_OVERRIDE'] ??= '0'

const parent = parentChannel()
const lanes = new Lanes((reply) => parent.send(reply))

parent.onMessage((message) => {
  const request = message as InferenceRequest
  if (request.kind === 'open') void lanes.open(request.model)
  else lanes.run(request)
})
