import type { HookPoint } from './hook-point.ts'

/**
 * What exporters call the residual stream, by architecture; `layer` is the block a value comes out of.
 *
 * torch.onnx (optimum) names a value by module path and operator: a block's first Add follows the attention, its second the
 * feed-forward part; a parallel block (GPT-NeoX) adds both branches first and the residual second. onnxruntime-genai leaves the
 * sum to the norm that follows.
 */
const names: readonly ((layer: number, middle: boolean) => string | null)[] = [
  (layer, middle) => `/model/layers.${layer}/${middle ? 'Add' : 'Add_1'}_output_0`,
  (layer, middle) => `/transformer/h.${layer}/${middle ? 'Add' : 'Add_1'}_output_0`,
  (layer, middle) => (middle ? null : `/gpt_neox/layers.${layer}/Add_1_output_0`),
  (layer, middle) => `/layers.${layer}/${middle ? 'Add' : 'Add_1'}_output_0`,
  (layer, middle) => `/h.${layer}/${middle ? 'Add' : 'Add_1'}_output_0`,
  (layer, middle) => (middle ? null : `/model/layers.${layer + 1}/input_layernorm/output_3`),
]

/** The names the residual stream may have at a hook point. */
export function residualNames(hook: HookPoint): readonly string[] {
  const layer = hook.middle ? hook.blocks : hook.blocks - 1
  // What enters the first block comes out of none: only the structure finds it.
  if (layer < 0) return []
  return names.map((name) => name(layer, hook.middle)).filter((each) => each !== null)
}
