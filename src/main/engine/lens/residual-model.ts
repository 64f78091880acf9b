import { GraphBuilder } from '../graph/graph-builder.ts'
import { elementTypes } from '../graph/model-graph.ts'
import { writeModel } from '../graph/write-model.ts'
import type { InferenceModel } from '../inference/inference-model.ts'
import { cutReader } from '../reader/cut-reader.ts'
import { parseHookPoint } from '../reader/hook-point.ts'
import { openTokenizer } from '../reader/tokenizer.ts'
import { keptInput } from '../sae/encoder-graph.ts'
import type { InferenceOptions } from './inference-model-of.ts'
import type { Lens } from './lens.ts'

/**
 * What the inference process needs to give the residual stream itself, in the form in which it gives latents: every place [dModel] of every
 * token is one, whatever its value; only what is no number is left out.
 */
export async function residualModelOf(lens: Lens, { device, threads }: InferenceOptions): Promise<InferenceModel> {
  const { dModel } = lens
  const cut = cutReader(lens.graph, parseHookPoint(lens.hook), { layers: lens.reader.layers, width: dModel }, lens.reader.cache)
  const builder = new GraphBuilder('etalon', cut.graph.opsets.find((each) => each.domain === '')?.version ?? 0)
  const flat = builder.node('Reshape', [cut.residual, builder.integers(-1, dModel)])
  const value = builder.node('Cast', [builder.node('Gather', [flat, keptInput], { axis: 0 })], { to: elementTypes.float32 })
  // 0, 1, 2, ... as many as there are tokens.
  const place = builder.node('NonZero', [builder.node('Equal', [keptInput, keptInput])])
  const index = builder.node('Cast', [builder.node('Reshape', [place, builder.integers(-1)])], { to: elementTypes.int32 })
  const { bytes, folder } = writeModel({
    ...cut.graph,
    nodes: [...cut.graph.nodes, ...builder.nodes],
    initializers: new Map([...cut.graph.initializers, ...builder.tensors.map((each) => [each.name, each] as const)]),
    inputs: [...cut.graph.inputs, { name: keptInput, elementType: elementTypes.int64, dims: ['kept'] }],
    outputs: [
      ...cut.graph.outputs.filter((each) => each.name !== cut.residual),
      { name: index, elementType: elementTypes.int32, dims: ['kept'] },
      { name: value, elementType: elementTypes.float32, dims: ['kept', dModel] },
    ],
  })
  const every = { limit: new Float32Array(dModel).fill(-Infinity), scale: null, shift: new Float32Array(dModel) }
  const { specialIds } = await openTokenizer(lens.tokenizerFiles)
  return {
    graph: bytes,
    folder,
    weightBytes: 0,
    inputs: [...cut.inputs, { name: keptInput, elementType: 'int64', source: 'kept', dims: ['kept'] }],
    readout: { kind: 'groups', index, value, width: dModel, latents: dModel, ...every },
    maskedIds: [...specialIds],
    device,
    ...(threads === undefined ? {} : { threads }),
  }
}
