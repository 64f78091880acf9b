import { type Attributes, buildNode, buildTensor } from './build-node.ts'
import type { GraphNode, GraphTensor } from './model-graph.ts'

/** Collects nodes and constants to add to a graph; each step returns the name of its result, all under one prefix. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = []
  readonly tensors: GraphTensor[] = []
  readonly #prefix: string
  readonly #opset: number
  #count = 0

  /** @param opset version of ONNX's own operators in the graph added to */
  constructor(prefix: string, opset: number) {
    this.#prefix = prefix
    this.#opset = opset
  }

  /** Adds an operator with one result. */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const output = this.#next(operator)
    this.nodes.push(buildNode(operator, inputs, [output], attributes))
    return output
  }

  /** Adds an operator with several results. */
  nodeWith(outputs: number, operator: string, inputs: readonly string[], attributes: Attributes = {}): readonly string[] {
    const names = Array.from({ length: outputs }, () => this.#next(operator))
    this.nodes.push(buildNode(operator, inputs, names, attributes))
    return names
  }

  /** Reduces one axis; which one became an input in version 18. */
  reduce(operator: 'ReduceMean' | 'ReduceMax' | 'ReduceMin', x: string, axis: number, keep: boolean): string {
    const keepdims = keep ? 1 : 0
    return this.#opset < 18
      ? this.node(operator, [x], { axes: [axis], keepdims })
      : this.node(operator, [x, this.integers(axis)], { keepdims })
  }

  floats(values: Float32Array, dims: readonly number[] = [values.length]): string {
    return this.#add(buildTensor(this.#next('constant'), values, dims))
  }

  scalar(value: number): string {
    return this.floats(Float32Array.of(value), [])
  }

  integers(...values: number[]): string {
    return this.#add(buildTensor(this.#next('constant'), BigInt64Array.from(values, BigInt), [values.length]))
  }

  /** Adds a tensor that stays in its file. */
  stored(tensor: Pick<GraphTensor, 'elementType' | 'dims' | 'content'>): string {
    return this.#add({ ...tensor, name: this.#next('weights') })
  }

  #add(tensor: GraphTensor): string {
    this.tensors.push(tensor)
    return tensor.name
  }

  #next(what: string): string {
    return `${this.#prefix}/${what}_${this.#count++}`
  }
}
