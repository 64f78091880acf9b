import type { Precision } from '../../../contract/corpora.ts'
import type { Device } from '../../../contract/device-names.ts'
import type { ModelGraph } from '../graph/model-graph.ts'
import { halveWeights } from '../graph/halve-weights.ts'
import { quantiseWeights } from '../graph/quantise-weights.ts'
import { writeModel } from '../graph/write-model.ts'
import type { InferenceModel } from '../inference/inference-model.ts'
import { cutReader } from '../reader/cut-reader.ts'
import { parseHookPoint } from '../reader/hook-point.ts'
import { openTokenizer } from '../reader/tokenizer.ts'
import { joinEncoder, keptInput } from '../sae/encoder-graph.ts'
import type { Lens } from './lens.ts'

/** `precision` is the reader's, float32 unless said. */
export type InferenceOptions = { readonly device: Device; readonly threads?: number; readonly precision?: Precision }

/**
 * What the inference process needs of a lens: the reader cut at the hook point, joined to the SAE's encoder, which stays in 32-bit floats but in
 * `int8-all`.
 */
export async function inferenceModelOf(
  lens: Lens,
  { precision = 'float32', ...options }: InferenceOptions,
): Promise<InferenceModel> {
  const shape = { layers: lens.reader.layers, width: lens.dModel }
  const cut = cutReader(lens.graph, parseHookPoint(lens.hook), shape, lens.reader.cache)
  const all = precision === 'int8-all'
  const { graph: reader, saved } = inPrecision(cut.graph, all ? 'float32' : precision)
  const { graph: joined, readout } = joinEncoder(reader, cut.residual, lens.encoder)
  const { graph, saved: savedInAll } = all ? inPrecision(joined, 'int8') : { graph: joined, saved: 0 }
  const { bytes, folder } = writeModel(graph)
  const { specialIds } = await openTokenizer(lens.tokenizerFiles)
  return {
    graph: bytes,
    folder,
    weightBytes: weightBytes(graph) - saved - savedInAll,
    inputs: [...cut.inputs, { name: keptInput, elementType: 'int64', source: 'kept', dims: ['kept'] }],
    readout,
    maskedIds: [...specialIds],
    ...options,
  }
}

/** `saved`: how many bytes less its weights take than in 32-bit floats. */
function inPrecision(reader: ModelGraph, precision: Precision): { readonly graph: ModelGraph; readonly saved: number } {
  if (precision === 'float32') return { graph: reader, saved: 0 }
  const { graph, weights } = precision === 'int8' ? quantiseWeights(reader) : halveWeights(reader)
  return { graph, saved: (precision === 'int8' ? 3 : 2) * weights }
}

/** As 32-bit floats, which is what the runtime keeps. */
function weightBytes(graph: ModelGraph): number {
  let bytes = 0
  for (const { dims } of graph.initializers.values()) bytes += 4 * dims.reduce((product, each) => product * each, 1)
  return bytes
}
