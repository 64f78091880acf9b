import { open, realpath } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'
import type { GraphNode, GraphTensor, GraphValue, ModelGraph, OperatorSet } from './model-graph.ts'
import { ProtoFile } from './proto-file.ts'
import { readNode, readValue } from './read-node.ts'
import { readTensor } from './read-tensor.ts'
import { readString, WireError, type WireField, wireFields } from './wire.ts'

/**
 * Reads an ONNX model of any size; weights stay in their files.
 *
 * Throws a `Failure` where the content is not a model; errors of the file system come as they are.
 */
export async function readModel(path: string): Promise<ModelGraph> {
  const file = await realpath(path)
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    return await readModelProto(new ProtoFile(handle, size), file)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    throw new Failure('lens-invalid', `${path} is not a whole ONNX model: ${error.message}.`, 'Download or export it again.', {
      cause: error,
    })
  } finally {
    await handle.close()
  }
}

async function readModelProto(source: ProtoFile, file: string): Promise<ModelGraph> {
  let irVersion = 0
  const opsets: OperatorSet[] = []
  const functions: Uint8Array[] = []
  let graph: WireField | null = null
  for await (const field of source.fields(0, source.size)) {
    if (field.number === 1) irVersion = field.value
    else if (field.number === 7 && field.type === 2) graph = field
    else if (field.number === 8) opsets.push(readOperatorSet(await source.read(field.start, field.end)))
    else if (field.number === 25) functions.push(await source.read(field.start, field.end))
  }
  if (graph === null || opsets.length === 0) throw new WireError('it holds no graph')
  return { irVersion, opsets, functions, ...(await readGraph(source, graph, file)) }
}

function readOperatorSet(bytes: Uint8Array): OperatorSet {
  let domain = ''
  let version = 0
  for (const field of wireFields(bytes)) {
    if (field.number === 1) domain = readString(bytes, field)
    else if (field.number === 2) version = field.value
  }
  return { domain: domain === 'ai.onnx' ? '' : domain, version }
}

async function readGraph(
  source: ProtoFile,
  graph: WireField,
  file: string,
): Promise<Pick<ModelGraph, 'nodes' | 'initializers' | 'inputs' | 'outputs'>> {
  const nodes: GraphNode[] = []
  const initializers = new Map<string, GraphTensor>()
  const inputs: GraphValue[] = []
  const outputs: GraphValue[] = []
  for await (const field of source.fields(graph.start, graph.end)) {
    if (field.number === 1) nodes.push(readNode(await source.read(field.start, field.end)))
    else if (field.number === 5) {
      const tensor = await readTensor(source, field, file)
      initializers.set(tensor.name, tensor)
    } else if (field.number === 11) inputs.push(readValue(await source.read(field.start, field.end)))
    else if (field.number === 12) outputs.push(readValue(await source.read(field.start, field.end)))
    else if (field.number === 15) {
      throw new Failure(
        'unsupported',
        `${file} holds sparse weights, which are not supported.`,
        'Export the model with dense weights.',
      )
    }
  }
  // Before IR version 4 every initializer was listed as an input as well.
  return { nodes, initializers, inputs: inputs.filter((each) => !initializers.has(each.name)), outputs }
}
