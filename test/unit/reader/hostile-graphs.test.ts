import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { failureIn } from '../../../src/contract/failure.ts'
import type { ModelGraph } from '../../../src/main/engine/graph/model-graph.ts'
import { quantiseWeights } from '../../../src/main/engine/graph/quantise-weights.ts'
import { readModel } from '../../../src/main/engine/graph/read-model.ts'
import { writeModel } from '../../../src/main/engine/graph/write-model.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { cutReader } from '../../../src/main/engine/reader/cut-reader.ts'
import { mutateBytes } from '../../support/mutate-bytes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const golden = join(import.meta.dirname, '../../golden/readers')
const samples = ['llama.genai', 'bert.fused', 'llama.merged', 'minilm.dynamo']
/** Mutations of files; a share of them of what files hold. `ETALON_FUZZ=100000` for the long run. */
const mutations = Number(process.env['ETALON_FUZZ'] ?? 250)
const longest = mutations > 1000 ? { timeout: 24 * 3_600_000 } : {}

/** Everything that is done with a reader before it goes to the process of its own; how it ended. */
function useReader(graph: ModelGraph, random: () => number): string {
  try {
    const hook = { blocks: Math.floor(random() * 3), middle: random() < 0.2 }
    const cut = cutReader(graph, hook, { layers: random() < 0.8 ? 2 : null, width: 16 }, { heads: 1, width: 16 })
    writeModel(random() < 0.5 ? cut.graph : quantiseWeights(cut.graph).graph)
    return 'read'
  } catch (error) {
    return sentence(error)
  }
}

function sentence(error: unknown): string {
  const failure = failureIn(error)
  if (failure === null) throw error
  expect(failure.message.length).toBeLessThan(1000)
  expect(failure.hint.length).toBeGreaterThan(10)
  return failure.code
}

function unpacked(name: string, folder: string): Uint8Array {
  for (const each of readdirSync(join(golden, name)))
    writeFileSync(join(folder, basename(each, '.br')), brotliDecompressSync(readFileSync(join(golden, name, each))))
  return readFileSync(join(folder, 'model.onnx'))
}

test('damaged files are read or refused, with a sentence', longest, async () => {
  const random = seededRandom(20261121)
  const ends: Record<string, number> = {}
  for (const [index, name] of samples.entries()) {
    const folder = temporaryFolder()
    const whole = unpacked(name, folder)
    const path = join(folder, 'model.onnx')
    for (let run = index; run < mutations; run += samples.length) {
      writeFileSync(path, mutateBytes(whole, random))
      const end = await readModel(path).then((graph) => useReader(graph, random), sentence)
      ends[end] = (ends[end] ?? 0) + 1
    }
  }
  if (mutations > 1000) console.log(ends)
  expect(Object.keys(ends).toSorted()).toEqual(['lens-invalid', 'read', 'unsupported'])
})

test('graphs wired at random, in any order, are read or refused, with a sentence', longest, async () => {
  const random = seededRandom(7)
  const pick = <Each>(all: readonly Each[]) => all[Math.floor(random() * all.length)]
  for (const name of samples) {
    const folder = temporaryFolder()
    unpacked(name, folder)
    const graph = await readModel(join(folder, 'model.onnx'))
    const values = graph.nodes.flatMap((node) => [...node.inputs, ...node.outputs])
    for (let run = 0; run < mutations / 2; run++) {
      const nodes = [...graph.nodes]
      for (let change = 0; change < 1 + random() * 4; change++) {
        const at = Math.floor(random() * nodes.length)
        const node = nodes[at]
        if (node === undefined) continue
        const renamed = (names: readonly string[]) => names.map((each) => (random() < 0.5 ? each : (pick(values) ?? each)))
        const kind = random()
        if (kind < 0.4) nodes[at] = { ...node, inputs: renamed(node.inputs) }
        else if (kind < 0.5) nodes[at] = { ...node, outputs: renamed(node.outputs) }
        else if (kind < 0.7)
          nodes[at] = { ...node, operator: pick(['Add', 'Cast', 'Gather', 'SkipLayerNormalization', 'MatMul']) ?? '' }
        else if (kind < 0.8) nodes.splice(at, 1)
        else if (kind < 0.9) nodes.splice(at, 0, pick(nodes) ?? node)
        else nodes.reverse()
      }
      useReader({ ...graph, nodes }, random)
    }
  }
})
