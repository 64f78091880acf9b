import { Lanes } from './lanes.ts'
import type { InferenceRequest } from './messages.ts'
import { parentChannel } from './parent-channel.ts'

/** The process that runs sessions: a crash in native code ends only this. */
const parent = parentChannel()
const lanes = new Lanes((reply) => parent.send(reply))

parent.onMessage((message) => {
  const request = message as InferenceRequest
  if (request.kind === 'open') void lanes.open(request.model)
  else lanes.run(request)
})
