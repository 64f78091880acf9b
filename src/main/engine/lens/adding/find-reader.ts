import { posix } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import type { FoundReader } from '../../../../contract/lenses.ts'
import type { SourceFile } from './source-files.ts'

/** Parts of exports that are no reader by themselves: later steps of a text, or other halves of a model. */
const unusable = /^(?:decoder_with_past_model|embed_tokens|vision_encoder|audio_encoder|encoder_model|lm_head)(?:_|\.onnx$)/

/** Graphs in the order in which they are chosen: 32-bit floats first, then by how little is lost. */
const precisions = ['', '_fp32', '_fp16', '_int8', '_uint8', '_quantized', '_q8', '_q4', '_q4f16', '_bnb4'] as const
const stems = ['model', 'decoder_model', 'decoder_model_merged']

/**
 * Finds a reader's graph and what goes with it. Of several graphs one in 32-bit floats is taken, unless `named` is one of them. Files that
 * belong to it lie beside it, or in a folder above. Throws Failure 'not-found' naming what is missing.
 *
 * @param files paths with `/`
 * @param named the folder or file that was asked for, '' for all
 */
export function findReader(files: readonly SourceFile[], named: string, where: string): FoundReader {
  const paths = new Set(files.map(({ path }) => path))
  const graphs = paths.has(named)
    ? [named]
    : [...paths]
        .filter((path) => isWithin(path, named) && path.endsWith('.onnx') && !unusable.test(posix.basename(path)))
        .sort(byChoice)
  const [graph, ...others] = graphs
  if (graph === undefined || !graph.endsWith('.onnx'))
    throw new Failure(
      'not-found',
      `${where} holds no reader as ONNX.`,
      'Export the model first, such as with: optimum-cli export onnx --model NAME --task text-generation FOLDER',
    )
  const above = (name: string) => nearest(paths, graph, name)
  const tokenizer = above('tokenizer.json')
  if (tokenizer === null) {
    const hasPieces = above('tokenizer.model') !== null
    throw new Failure(
      'not-found',
      `${where} holds no tokenizer.json${hasPieces ? ', only a tokenizer.model, which is not read' : ''}.`,
      hasPieces
        ? 'Make one with transformers, AutoTokenizer.from_pretrained(NAME).save_pretrained(FOLDER), or take that of an export of this model.'
        : 'Put the one of this very model beside it.',
    )
  }
  return {
    graph,
    others,
    weights: weightsBeside(files, graph),
    tokenizer,
    tokenizerConfig: besides(paths, tokenizer, 'tokenizer_config.json'),
    // Of onnxruntime-genai's builder only its own.
    config: above('config.json') ?? above('genai_config.json'),
    chatTemplate: besides(paths, tokenizer, 'chat_template.jinja'),
  }
}

export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}

function byChoice(a: string, b: string): number {
  return rank(a) - rank(b) || a.split('/').length - b.split('/').length || (a < b ? -1 : 1)
}

function rank(path: string): number {
  const name = posix.basename(path, '.onnx')
  const precision = precisions.findLastIndex((each) => each === '' || name.endsWith(each))
  const stem = stems.indexOf(name.slice(0, name.length - (precisions[precision] ?? '').length))
  return 10 * precision + (stem === -1 ? stems.length : stem)
}

/** The file of a name in the folder of `path`, or the nearest above. */
function nearest(paths: ReadonlySet<string>, path: string, name: string): string | null {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const candidate = posix.join(folder, name)
    if (paths.has(candidate)) return candidate
    if (folder === '.') return null
  }
}

function besides(paths: ReadonlySet<string>, path: string, name: string): string | null {
  const candidate = posix.join(posix.dirname(path), name)
  return paths.has(candidate) ? candidate : null
}

/** Larger graphs hold their weights themselves. */
const largestWithout = 32 * 1024 * 1024
/** Endings of what lies beside graphs and is none of their weights. */
const notWeights = /\.(?:onnx|json|md|txt|jinja|model|safetensors|pt|pth|h5|msgpack|py|yaml|yml|gitattributes)$|^\.git/

/**
 * External data by the names that exporters give: model.onnx_data, model.onnx_data_1, model.onnx.data, model.data. Older ones write a file
 * for each tensor: then all that lies beside a small graph and belongs to no other.
 */
function weightsBeside(files: readonly SourceFile[], graph: string): readonly string[] {
  const folder = posix.dirname(graph)
  const beside = files.filter(({ path }) => posix.dirname(path) === folder && path !== graph)
  const own = beside.filter(({ path }) => isDataOf(posix.basename(path), posix.basename(graph))).map(({ path }) => path)
  const size = files.find(({ path }) => path === graph)?.size ?? 0
  if (own.length > 0 || size > largestWithout) return own
  const graphs = beside.map(({ path }) => posix.basename(path)).filter((name) => name.endsWith('.onnx'))
  return beside
    .map(({ path }) => path)
    .filter((path) => !notWeights.test(posix.basename(path)) && !graphs.some((each) => isDataOf(posix.basename(path), each)))
}

function isDataOf(name: string, graph: string): boolean {
  return name.startsWith(`${graph}_data`) || name.startsWith(`${graph}.data`) || name === `${graph.slice(0, -'.onnx'.length)}.data`
}
