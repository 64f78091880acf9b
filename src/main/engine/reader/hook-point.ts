import { Failure } from '../../../contract/failure.ts'

/**
 * A place in the residual stream: after so many whole blocks, or (`middle`) after the attention of the block that follows them.
 * So resid_pre of block L and resid_post of block L - 1 are the same.
 */
export type HookPoint = { readonly blocks: number; readonly middle: boolean }

/** TransformerLens' names, and the module paths of transformers, whose output is that of a block. */
const patterns: readonly (readonly [RegExp, (layer: number) => HookPoint])[] = [
  [/^blocks\.(\d+)\.hook_resid_pre$/, (layer) => ({ blocks: layer, middle: false })],
  [/^blocks\.(\d+)\.hook_resid_mid$/, (layer) => ({ blocks: layer, middle: true })],
  [/^blocks\.(\d+)\.hook_resid_post$/, (layer) => ({ blocks: layer + 1, middle: false })],
  [/^(?:model\.|transformer\.|gpt_neox\.)?(?:layers|h)\.(\d+)(?:\.output)?$/, (layer) => ({ blocks: layer + 1, middle: false })],
]

/** Reads the name of a hook point; one that is not in the residual stream is refused. */
export function parseHookPoint(hook: string): HookPoint {
  for (const [pattern, place] of patterns) {
    const match = pattern.exec(hook)
    if (match !== null) return place(Number(match[1]))
  }
  throw new Failure(
    'unsupported',
    `The hook point ${hook} is not in the residual stream.`,
    'Choose an SAE trained on a hook like blocks.6.hook_resid_post.',
  )
}

export function sameHookPoint(a: HookPoint, b: HookPoint): boolean {
  return a.blocks === b.blocks && a.middle === b.middle
}
