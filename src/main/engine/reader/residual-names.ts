import type { ModelGraph } from '../graph/model-graph.ts'
import type { HookPoint } from './hook-point.ts'

/**
 * The values of a graph that, by what exporters call them, are the residual stream at a hook point; more than one where a name means several
 * things.
 *
 * torch.onnx (TorchScript, which optimum uses) names a value by module path and operator. Of the sums in a block's own module the first
 * follows the attention, the second the feed-forward part; a parallel block (GPT-NeoX) adds both branches first and the stream second.
 * dynamo writes the module down beside the value. onnxruntime-genai leaves the sum to the norm of the next block.
 *
 * @param postNorm whether blocks end with a norm, as BERT's do: then that is what they give
 */
export function residualNames(graph: ModelGraph, hook: HookPoint, postNorm: boolean): readonly string[] {
  const layer = hook.middle ? hook.blocks : hook.blocks - 1
  // What enters the first block comes out of none: only the structure finds it.
  if (layer < 0) return []
  const block = String.raw`(?:^|[./])(?:layers|layer|h)\.${layer}`
  const traced = new RegExp(`${block}/${hook.middle ? 'Add' : 'Add_1'}_output_0$`)
  const normed = new RegExp(String.raw`${block}/${lastNorm[0]}/(?:LayerNormalization|Add_1)_output_0$`)
  const built = new RegExp(String.raw`(?:^|[./])layers\.${layer + 1}/input_layernorm/output_3$`)
  const inBlock = new RegExp(`${block}$`)
  const inNorm = new RegExp(String.raw`${block}\.${lastNorm[1]}$`)

  const sums: string[] = []
  const inModule: string[] = []
  const norms: string[] = []
  for (const { operator, module, outputs } of graph.nodes) {
    for (const name of outputs) {
      if (traced.test(name) || (!hook.middle && built.test(name))) sums.push(name)
      else if (!hook.middle && normed.test(name)) norms.push(name)
    }
    const [value] = outputs
    if (module === null || value === undefined) continue
    if (operator === 'Add' && inBlock.test(module)) inModule.push(value)
    // A norm may be several operators: the last one counts.
    else if (!hook.middle && inNorm.test(module)) norms[0] = value
  }
  if (postNorm) return norms
  // A block may add its branches together before it adds them to the stream.
  const sum = hook.middle ? (inModule.length === 2 ? inModule[0] : undefined) : inModule.at(-1)
  return sum === undefined ? sums : [...sums, sum]
}

/** The norm that ends a block of BERT, or of DistilBERT, as part of a name and as a module. */
const lastNorm = ['(?:output/LayerNorm|output_layer_norm)', String.raw`(?:output\.LayerNorm|output_layer_norm)`] as const
