/** ONNX's numbers for element types (onnx.proto, TensorProto.DataType). */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
} as const

/** A graph as read from a file: light enough to hold for any model, because large weights stay where they are. */
export type ModelGraph = {
  readonly irVersion: number
  readonly opsets: readonly OperatorSet[]
  /** In an order in which each node's inputs come before it. */
  readonly nodes: readonly GraphNode[]
  readonly initializers: ReadonlyMap<string, GraphTensor>
  readonly inputs: readonly GraphValue[]
  readonly outputs: readonly GraphValue[]
  /** Encoded FunctionProto messages, passed on as they are. */
  readonly functions: readonly Uint8Array[]
}

export type OperatorSet = { readonly domain: string; readonly version: number }

export type GraphNode = {
  readonly name: string
  readonly operator: string
  /** Empty for ONNX's own operators. */
  readonly domain: string
  /** An empty name stands for an optional input that is left out; so in `outputs`. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Names from the graph around it that its subgraphs (If, Loop) use. */
  readonly captured: readonly string[]
  /** Path of the module it was traced in, as `model.layers.3`, where the exporter wrote it down (torch.onnx, dynamo). */
  readonly module: string | null
  /** The encoded NodeProto, written back unchanged. */
  readonly encoded: Uint8Array
}

export type GraphTensor = {
  readonly name: string
  readonly elementType: number
  readonly dims: readonly number[]
  readonly content:
    /** The encoded TensorProto, written back unchanged. */
    | { readonly kind: 'encoded'; readonly tensor: Uint8Array }
    /** Little-endian values in a file, row-major; `file` is a real path. */
    | { readonly kind: 'file'; readonly file: string; readonly offset: number; readonly length: number }
}

/** An input or output; a dimension is a number, or a name where it varies. */
export type GraphValue = { readonly name: string; readonly elementType: number; readonly dims: readonly (number | string)[] }
