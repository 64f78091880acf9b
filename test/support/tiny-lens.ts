import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildNode, buildTensor } from '../../src/main/engine/graph/build-node.ts'
import { elementTypes, type GraphNode, type GraphTensor, type ModelGraph } from '../../src/main/engine/graph/model-graph.ts'
import { writeModel } from '../../src/main/engine/graph/write-model.ts'
import { byteCharacters } from '../../src/main/engine/reader/byte-level/byte-alphabet.ts'
import { writeSafetensors } from './write-safetensors.ts'

/** Sizes of the tiny lens: two blocks, a vocabulary of the bytes, a few words and a beginning of text. */
export const tiny = { layers: 2, dModel: 8, dSae: 32, vocabulary: 260, contextSize: 16, bos: 259 } as const

/** What the tiny lens computes with; every array row-major. */
export type TinyWeights = {
  readonly embedding: Float32Array
  readonly positions: Float32Array
  readonly mixing: readonly Float32Array[]
  readonly feeding: readonly Float32Array[]
  readonly encoder: Float32Array
  readonly bias: Float32Array
  readonly decoder: Float32Array
  readonly decoderBias: Float32Array
  readonly threshold: Float32Array
}

/** The same weights every time. */
export function tinyWeights(): TinyWeights {
  const { dModel, dSae, vocabulary, contextSize, layers } = tiny
  let state = 12345
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  const random = (length: number, scale: number) => Float32Array.from({ length }, () => next() * scale)
  return {
    embedding: random(vocabulary * dModel, 2),
    positions: random(contextSize * dModel, 0.5),
    mixing: Array.from({ length: layers }, () => random(dModel * dModel, 0.2)),
    feeding: Array.from({ length: layers }, () => random(dModel * dModel, 1)),
    encoder: random(dModel * dSae, 2),
    bias: random(dSae, 0.2),
    decoder: random(dSae * dModel, 2),
    decoderBias: random(dModel, 0.2),
    threshold: random(dSae, 0.2).map((each) => 0.4 + each),
  }
}

/**
 * A decoder named as torch.onnx names a Llama: each block adds a product with the running sum of all tokens so far, then tanh of a
 * product with itself.
 */
export function tinyGraph(weights: TinyWeights): ModelGraph {
  const { dModel, vocabulary, contextSize } = tiny
  const nodes: GraphNode[] = []
  const tensors: GraphTensor[] = [
    buildTensor('model.embed_tokens.weight', weights.embedding, [vocabulary, dModel]),
    buildTensor('model.positions.weight', weights.positions, [contextSize, dModel]),
    buildTensor('one', BigInt64Array.of(1n), []),
    buildTensor('last', BigInt64Array.of(-1n), [1]),
  ]
  const add = (operator: string, inputs: readonly string[], output: string, attributes = {}) => {
    nodes.push(buildNode(operator, inputs, [output], attributes))
    return output
  }
  const tokens = add('Gather', ['model.embed_tokens.weight', 'input_ids'], '/model/tokens')
  let x = add('Add', [tokens, add('Gather', ['model.positions.weight', 'position_ids'], '/model/places')], '/model/Add_output_0')
  const mask = add(
    'Unsqueeze',
    [add('Cast', ['attention_mask'], '/model/mask', { to: elementTypes.float32 }), 'last'],
    '/model/mask_column',
  )
  for (let layer = 0; layer < tiny.layers; layer++) {
    const name = `/model/layers.${layer}`
    tensors.push(buildTensor(`${name}.mixing`, weights.mixing[layer] ?? new Float32Array(), [dModel, dModel]))
    tensors.push(buildTensor(`${name}.feeding`, weights.feeding[layer] ?? new Float32Array(), [dModel, dModel]))
    const sums = add('CumSum', [add('Mul', [x, mask], `${name}/Mul_output_0`), 'one'], `${name}/CumSum_output_0`)
    x = add('Add', [x, add('MatMul', [sums, `${name}.mixing`], `${name}/MatMul_output_0`)], `${name}/Add_output_0`)
    const fed = add('Tanh', [add('MatMul', [x, `${name}.feeding`], `${name}/MatMul_1_output_0`)], `${name}/Tanh_output_0`)
    x = add('Add', [x, fed], `${name}/Add_1_output_0`)
  }
  tensors.push(buildTensor('lm_head.weight', weights.embedding.slice(0, dModel * 4), [dModel, 4]))
  add('MatMul', [add('Tanh', [x], '/model/norm/Tanh_output_0'), 'lm_head.weight'], 'logits')
  const perToken = ['batch_size', 'sequence_length']
  return {
    irVersion: 8,
    opsets: [{ domain: '', version: 17 }],
    nodes,
    initializers: new Map(tensors.map((each) => [each.name, each])),
    inputs: ['input_ids', 'attention_mask', 'position_ids'].map((name) => ({
      name,
      elementType: elementTypes.int64,
      dims: perToken,
    })),
    outputs: [{ name: 'logits', elementType: elementTypes.float32, dims: [...perToken, 4] }],
    functions: [],
  }
}

/** Residual stream [tokens, dModel] after so many blocks, computed plainly; `ids` begin with whatever the reader is to see first. */
export function tinyResidual(weights: TinyWeights, ids: ArrayLike<number>, blocks: number): number[][] {
  const { dModel } = tiny
  const row = (matrix: Float32Array, index: number) => Array.from(matrix.subarray(index * dModel, (index + 1) * dModel))
  const product = (x: readonly number[], matrix: Float32Array) =>
    x.map((_, column) => x.reduce((sum, each, at) => sum + each * (matrix[at * dModel + column] ?? 0), 0))
  const plus = (a: readonly number[], b: readonly number[]) => a.map((each, at) => each + (b[at] ?? 0))
  let stream = Array.from(ids, (id, position) => plus(row(weights.embedding, id), row(weights.positions, position)))
  for (let layer = 0; layer < blocks; layer++) {
    let sum: number[] = new Array<number>(dModel).fill(0)
    stream = stream.map((x) => {
      sum = plus(sum, x)
      return plus(x, product(sum, weights.mixing[layer] ?? new Float32Array()))
    })
    stream = stream.map((x) => plus(x, product(x, weights.feeding[layer] ?? new Float32Array()).map(Math.tanh)))
  }
  return stream
}

/** JumpReLU activations [tokens][dSae] of residuals. */
export function tinyActivations(weights: TinyWeights, residual: readonly (readonly number[])[]): number[][] {
  const { dSae } = tiny
  return residual.map((x) =>
    Array.from({ length: dSae }, (_, latent) => {
      const pre = x.reduce(
        (sum, each, at) => sum + (each - (weights.decoderBias[at] ?? 0)) * (weights.encoder[at * dSae + latent] ?? 0),
        weights.bias[latent] ?? 0,
      )
      return pre > (weights.threshold[latent] ?? 0) ? pre : 0
    }),
  )
}

/** Writes the tiny lens, reading after its second block, into an empty folder. */
export function writeTinyLens(folder: string, weights = tinyWeights()): void {
  const { dModel, dSae, vocabulary, contextSize, bos, layers } = tiny
  for (const each of ['reader', 'sae']) mkdirSync(join(folder, each), { recursive: true })
  const put = (path: string, content: string | Uint8Array) => writeFileSync(join(folder, path), content)
  put('reader/model.onnx', writeModel(tinyGraph(weights)).bytes)
  put('reader/config.json', JSON.stringify({ num_hidden_layers: layers, hidden_size: dModel, vocab_size: vocabulary }))
  const vocab = Object.fromEntries([...byteCharacters, 'th', 'Ġth', 'the'].map((word, id) => [word, id]))
  put(
    'reader/tokenizer.json',
    JSON.stringify({
      added_tokens: [
        { id: bos, content: '<|endoftext|>', special: true, normalized: false, lstrip: false, rstrip: false, single_word: false },
      ],
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      model: { type: 'BPE', vocab, merges: ['t h', 'Ġ th', 'th e'] },
    }),
  )
  put('reader/tokenizer_config.json', JSON.stringify({ bos_token: '<|endoftext|>' }))
  put(
    'sae/cfg.json',
    JSON.stringify({
      architecture: 'jumprelu',
      d_in: dModel,
      d_sae: dSae,
      apply_b_dec_to_input: true,
      normalize_activations: 'none',
      metadata: { hook_name: 'blocks.1.hook_resid_post' },
    }),
  )
  put(
    'sae/sae_weights.safetensors',
    writeSafetensors({
      W_enc: { shape: [dModel, dSae], values: weights.encoder },
      b_enc: { shape: [dSae], values: weights.bias },
      W_dec: { shape: [dSae, dModel], values: weights.decoder },
      b_dec: { shape: [dModel], values: weights.decoderBias },
      threshold: { shape: [dSae], values: weights.threshold },
    }),
  )
  put('thresholds.safetensors', writeSafetensors({ presence: { shape: [dSae], values: new Float32Array(dSae).fill(0.5) } }))
  put('labels.jsonl', `${JSON.stringify({ latent: 3, label: 'the third', origin: 'statistics' })}\n`)
  put(
    'lens.json',
    JSON.stringify({
      format: 1,
      name: 'tiny',
      title: 'Tiny',
      description: 'For tests',
      reader: {
        graph: 'reader/model.onnx',
        tokenizer: 'reader/tokenizer.json',
        tokenizerConfig: 'reader/tokenizer_config.json',
        config: 'reader/config.json',
      },
      hook: 'blocks.1.hook_resid_post',
      sae: 'sae',
      labels: 'labels.jsonl',
      thresholds: 'thresholds.safetensors',
      contextSize,
      prependBos: true,
      license: 'Apache-2.0',
    }),
  )
}
