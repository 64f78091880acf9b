import type { Precision } from '../../../contract/corpora.ts'
import type { ModelGraph } from '../graph/model-graph.ts'
import { quantiseWeights } from '../graph/quantise-weights.ts'
import { writeModel } from '../graph/write-model.ts'
import type { DeviceChoice, InferenceModel } from '../inference/inference-model.ts'
import { cutReader } from '../reader/cut-reader.ts'
import { parseHookPoint } from '../reader/hook-point.ts'
import { openTokenizer } from '../reader/tokenizer.ts'
import { joinEncoder, keptInput } from '../sae/encoder-graph.ts'
import type { Lens } from './lens.ts'

/** `precision` is the reader's, float32 unless said. */
export type InferenceOptions = { readonly device: DeviceChoice; readonly threads?: number; readonly precision?: Precision }

/** What the inference process needs of a lens: the reader cut at the hook point, joined to the SAE's encoder, which stays in floats. */
export async function inferenceModelOf(lens: Lens, { precision, ...options }: InferenceOptions): Promise<InferenceModel> {
  const shape = { layers: lens.reader.layers, width: lens.dModel }
  const cut = cutReader(lens.graph, parseHookPoint(lens.hook), shape, lens.reader.cache)
  const { graph: reader, weights: bytesWide } = precision === 'int8' ? quantiseWeights(cut.graph) : { graph: cut.graph, weights: 0 }
  const { graph, readout } = joinEncoder(reader, cut.residual, lens.encoder)
  const { bytes, folder } = writeModel(graph)
  const { specialIds } = await openTokenizer(lens.tokenizerFiles)
  return {
    graph: bytes,
    folder,
    weightBytes: weightBytes(graph) - 3 * bytesWide,
    inputs: [...cut.inputs, { name: keptInput, elementType: 'int64', source: 'kept', dims: ['kept'] }],
    readout,
    maskedIds: [...specialIds],
    ...options,
  }
}

/** As 32-bit floats, which is what the runtime keeps. */
function weightBytes(graph: ModelGraph): number {
  let bytes = 0
  for (const { dims } of graph.initializers.values()) bytes += 4 * dims.reduce((product, each) => product * each, 1)
  return bytes
}
