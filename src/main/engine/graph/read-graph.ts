import { Failure } from '../../../contract/failure.ts'
import { buildNode } from './build-node.ts'
import type { GraphNode, GraphTensor, GraphValue, ModelGraph } from './model-graph.ts'
import type { ProtoFile } from './proto-file.ts'
import { readNode, readValue } from './read-node.ts'
import { readTensor } from './read-tensor.ts'
import type { WeightFiles } from './weight-files.ts'
import { readString, WireError, type WireField } from './wire.ts'

type GraphParts = Pick<ModelGraph, 'nodes' | 'initializers' | 'inputs' | 'outputs'>

/** Nodes, weights and values of one graph; some ten times what the largest models have. */
const mostParts = 500_000
/** Larger nodes hold weights or a graph of their own. */
const largestPlainNode = 1 << 16
/** What optimum calls the input that says whether a text goes on where another ended, and so which of two graphs is meant. */
const branchInput = 'use_cache_branch'

/** Reads a GraphProto: its weights, and large constants among its nodes, stay in the file. */
export async function readGraph(source: ProtoFile, graph: WireField, files: WeightFiles, depth = 0): Promise<GraphParts> {
  const nodes: GraphNode[] = []
  const initializers = new Map<string, GraphTensor>()
  const inputs: GraphValue[] = []
  const outputs: GraphValue[] = []
  for await (const field of source.fields(graph.start, graph.end)) {
    if (nodes.length + initializers.size + inputs.length + outputs.length > mostParts) throw new WireError('it has too many parts')
    if (field.number === 1) {
      const { tensor, branch, node } = await readPart(source, field, files)
      if (tensor !== null) initializers.set(tensor.name, tensor)
      else if (branch === null) nodes.push(node ?? readNode(await source.read(field.start, field.end)))
      else {
        if (depth > 0) throw new WireError('its branches have branches')
        const inner = await readGraph(source, branch.graph, files, depth + 1)
        for (const each of inner.nodes) nodes.push(each)
        for (const [name, each] of inner.initializers) initializers.set(name, each)
        for (const [index, output] of branch.outputs.entries()) {
          const given = inner.outputs[index]?.name
          if (given !== undefined && given !== output) nodes.push(buildNode('Identity', [given], [output]))
        }
      }
    } else if (field.number === 5) {
      const tensor = await readTensor(source, field, files)
      initializers.set(tensor.name, tensor)
    } else if (field.number === 11) inputs.push(readValue(await source.read(field.start, field.end)))
    else if (field.number === 12) outputs.push(readValue(await source.read(field.start, field.end)))
    else if (field.number === 15) {
      throw new Failure(
        'unsupported',
        `${files.model} holds sparse weights, which are not supported.`,
        'Export the model with dense weights.',
      )
    }
  }
  // Before IR version 4 every initializer was listed as an input as well.
  return { nodes, initializers, inputs: inputs.filter((each) => !initializers.has(each.name)), outputs }
}

/** What a node stands for: itself, a large constant, or the graph meant for whole texts of the two of a merged decoder. */
type NodePart = {
  readonly node: GraphNode | null
  readonly tensor: GraphTensor | null
  readonly branch: { readonly graph: WireField; readonly outputs: readonly string[] } | null
}

async function readPart(source: ProtoFile, field: WireField, files: WeightFiles): Promise<NodePart> {
  const none: NodePart = { node: null, tensor: null, branch: null }
  if (field.end - field.start <= largestPlainNode) {
    const node = readNode(await source.read(field.start, field.end))
    if (node.operator !== 'If' || node.inputs[0] !== branchInput) return { ...none, node }
  }
  // NodeProto: input = 1, output = 2, op_type = 4, attribute = 5
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes: WireField[] = []
  let operator = ''
  for await (const part of source.fields(field.start, field.end)) {
    if (part.number === 5) attributes.push(part)
    else if (part.number === 1) inputs.push(await readText(source, part))
    else if (part.number === 2) outputs.push(await readText(source, part))
    else if (part.number === 4) operator = await readText(source, part)
  }
  // AttributeProto: name = 1, t = 5, g = 6
  if (operator === 'Constant') {
    const tensor = attributes[0] === undefined ? null : (await attributeParts(source, attributes[0])).tensor
    if (tensor !== null) return { ...none, tensor: await readTensor(source, tensor, files, outputs[0]) }
  }
  if (operator !== 'If' || inputs[0] !== branchInput) return none
  for (const attribute of attributes) {
    const { name, graph } = await attributeParts(source, attribute)
    if (name === 'else_branch' && graph !== null) return { ...none, branch: { graph, outputs } }
  }
  return none
}

async function attributeParts(
  source: ProtoFile,
  attribute: WireField,
): Promise<{ readonly name: string; readonly tensor: WireField | null; readonly graph: WireField | null }> {
  let name = ''
  let tensor: WireField | null = null
  let graph: WireField | null = null
  for await (const field of source.fields(attribute.start, attribute.end)) {
    if (field.number === 1) name = await readText(source, field)
    else if (field.number === 5 && field.type === 2) tensor = field
    else if (field.number === 6 && field.type === 2) graph = field
  }
  return { name, tensor, graph }
}

async function readText(source: ProtoFile, field: WireField): Promise<string> {
  const bytes = await source.read(field.start, field.end)
  return readString(bytes, { ...field, start: 0, end: bytes.length })
}
