import { open, realpath, stat } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'
import type { ModelGraph, OperatorSet } from './model-graph.ts'
import { ProtoFile } from './proto-file.ts'
import { readGraph } from './read-graph.ts'
import { WeightFiles } from './weight-files.ts'
import { readString, WireError, type WireField, wireFields } from './wire.ts'

/**
 * Reads an ONNX model of any size; weights stay in their files.
 *
 * Throws a `Failure` where the content is not a model; errors of the file system come as they are.
 */
export async function readModel(path: string): Promise<ModelGraph> {
  const file = await realpath(path)
  // A pipe or a device would be waited for.
  if (!(await stat(file)).isFile()) throw new Failure('lens-invalid', `${path} is not a file.`, 'Choose the model itself.')
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    return await readModelProto(new ProtoFile(handle, size), new WeightFiles(path, file))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    throw new Failure('lens-invalid', `${path} is not a whole ONNX model: ${error.message}.`, 'Download or export it again.', {
      cause: error,
    })
  } finally {
    await handle.close()
  }
}

async function readModelProto(source: ProtoFile, files: WeightFiles): Promise<ModelGraph> {
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
  return { irVersion, opsets, functions, ...(await readGraph(source, graph, files)) }
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
