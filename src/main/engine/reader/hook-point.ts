import { Failure } from '../../../contract/failure.ts'
import { shownName } from '../../../contract/shown-name.ts'

/**
 * A place in the residual stream: after so many whole blocks, or (`middle`) after the attention of the block that follows them.
 * So resid_pre of block L and resid_post of block L - 1 are the same.
 */
export type HookPoint = { readonly blocks: number; readonly middle: boolean }

/** Path of a block's module in transformers: `layers.5`, `model.layers.5`, `transformer.h.5`, `bert.encoder.layer.5`; not of an image model. */
const parents = 'base_model|model|language_model|text_model|backbone|transformer|gpt_neox|bert|roberta|encoder|decoder'
const blockPath = String.raw`(?:(?:${parents})\.)*(?:layers?|h)\.(\d{1,6})`

/** TransformerLens' names, and the module paths of transformers, whose output is that of a block. */
const patterns: readonly (readonly [RegExp, (layer: number) => HookPoint])[] = [
  [/^blocks\.(\d{1,6})\.hook_resid_pre$/, (layer) => ({ blocks: layer, middle: false })],
  [/^blocks\.(\d{1,6})\.hook_resid_mid$/, (layer) => ({ blocks: layer, middle: true })],
  [/^blocks\.(\d{1,6})\.hook_resid_post$/, (layer) => ({ blocks: layer + 1, middle: false })],
  [new RegExp(`^${blockPath}(?:\\.output)?$`), (layer) => ({ blocks: layer + 1, middle: false })],
  [new RegExp(`^${blockPath}\\.input$`), (layer) => ({ blocks: layer, middle: false })],
]

/** What other places in a reader are, by the names they go by; the first that fits. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/attn|attention|hook_z$/i, 'it belongs to the attention of a block'],
  [/mlp|feed_?forward|\bln2\b|dense|\bfc\d?\b/i, 'it belongs to the MLP of a block'],
  [/norm|\bln\w*\b/i, 'it is the output of a normalisation'],
  [/embed|wte|wpe/i, 'it is the embedding of single tokens'],
]

/** Reads the name of a hook point; one that is not in the residual stream is refused. */
export function parseHookPoint(hook: string): HookPoint {
  for (const [pattern, place] of patterns) {
    const match = pattern.exec(hook)
    if (match !== null) return place(Number(match[1]))
  }
  const reason = elsewhere.find(([pattern]) => pattern.test(hook))?.[1]
  throw new Failure(
    'unsupported',
    `The hook point ${shownName(hook)} is not in the residual stream${reason === undefined ? '' : `: ${reason}`}.`,
    'Choose an SAE trained on a hook like blocks.6.hook_resid_post.',
  )
}

export function sameHookPoint(a: HookPoint, b: HookPoint): boolean {
  return a.blocks === b.blocks && a.middle === b.middle
}
