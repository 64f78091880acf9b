import { parentPort } from 'node:worker_threads'
import type { InferenceSession } from 'onnxruntime-node'
import { buildFeeds, keptTokens } from './feeds.ts'
import type { InferenceModel, SparseActivations, TokenBatch } from './inference-model.ts'
import type { InferenceReply, InferenceRequest } from './messages.ts'
import { openSession } from './open-session.ts'
import { readOut } from './read-out.ts'

/** A thread of the inference process that owns one session: a run blocks its thread until it is done. */
const port = parentPort
if (port === null) throw new Error('a lane runs in a worker thread')

let opened: { readonly session: InferenceSession; readonly model: InferenceModel } | null = null

port.on('message', (request: InferenceRequest) => {
  void answer(request).then(({ reply, transfer }) => port.postMessage(reply, transfer))
})

async function answer(request: InferenceRequest): Promise<{ reply: InferenceReply; transfer: ArrayBuffer[] }> {
  try {
    if (request.kind === 'open') {
      opened = { session: await openSession(request.model), model: request.model }
      return { reply: { kind: 'opened' }, transfer: [] }
    }
    const activations = await run(request.batch)
    const transfer = [activations.token.buffer, activations.latent.buffer, activations.value.buffer] as ArrayBuffer[]
    return { reply: { kind: 'result', id: request.id, activations }, transfer }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return {
      reply: request.kind === 'open' ? { kind: 'refused', message } : { kind: 'failed', id: request.id, message },
      transfer: [],
    }
  }
}

const nothing: SparseActivations = { token: new Int32Array(0), latent: new Int32Array(0), value: new Float32Array(0) }

async function run(batch: TokenBatch): Promise<SparseActivations> {
  if (opened === null) throw new Error('no model was opened')
  const { session, model } = opened
  const kept = keptTokens(batch, new Set(model.maskedIds))
  if (kept.length === 0) return nothing
  const { index, value } = model.readout
  const results = await session.run(buildFeeds(model.inputs, batch, kept), [index, value])
  return readOut(model.readout, results[index]?.data as Int32Array, results[value]?.data as Float32Array, kept)
}
