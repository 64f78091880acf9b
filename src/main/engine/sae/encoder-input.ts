import type { GraphBuilder } from '../graph/graph-builder.ts'
import type { SaeEncoder } from './sae-encoder.ts'

/** Adds what an SAE does to the residual stream [tokens, dIn] before its weights; see `SaeEncoder`. */
export function encoderInput(builder: GraphBuilder, residual: string, encoder: SaeEncoder): string {
  const mean = (x: string) => builder.reduce('ReduceMean', x, -1, true)
  const centred = (x: string) => builder.node('Sub', [x, mean(x)])
  const meanSquare = (x: string) => mean(builder.node('Mul', [x, x]))

  let x = encoder.centre ? centred(residual) : residual
  if (encoder.normalise === 'length') x = builder.node('Div', [x, builder.node('Sqrt', [meanSquare(x)])])
  if (encoder.normalise === 'layer-norm') {
    x = centred(x)
    // torch.std divides by dIn - 1
    const variance = builder.node('Mul', [meanSquare(x), builder.scalar(encoder.dIn / (encoder.dIn - 1))])
    x = builder.node('Div', [x, builder.node('Add', [builder.node('Sqrt', [variance]), builder.scalar(1e-5)])])
  }
  if (encoder.inputScale !== 1) x = builder.node('Mul', [x, builder.scalar(encoder.inputScale)])
  return encoder.inputBias === null ? x : builder.node('Sub', [x, builder.floats(encoder.inputBias)])
}
