/**
 * Tokens per second and peak memory of `etalon encode`, store included, beside PyTorch on the same weights and texts, in alternating rounds.
 * With `--precision int8` every round reads in int8 too, right after float32.
 *
 *     npm run bench:encode -- [--documents 1000] [--rounds 3] [--texts FILE.jsonl] [--python PATH] [--lens FOLDER] [--precision int8]
 *     npm run bench:encode -- --shape gpt2 [--interp-embed FOLDER of a clone] [--work FOLDER to keep the lens in] [--few 24] [...]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { lensFolder, repository, runPython } from '../peer.ts'
import { sampleTexts } from '../sample-texts.ts'
import { benchGpt2 } from './gpt2.ts'
import { best, type Measured, rate, readWithEtalon } from './read-with-etalon.ts'

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    texts: { type: 'string' },
    python: { type: 'string' },
    lens: { type: 'string' },
    precision: { type: 'string', default: 'float32' },
    shape: { type: 'string' },
    'interp-embed': { type: 'string' },
    work: { type: 'string', default: join(tmpdir(), 'etalon-gpt2-shape') },
    few: { type: 'string', default: '24' },
  },
})
if (values.shape === 'gpt2') {
  const { documents, rounds, texts, python, work, few } = values
  const clone = values['interp-embed']
  await benchGpt2({ documents: Number(documents), rounds: Number(rounds), texts, python, work, clone, few: Number(few) })
  process.exit()
}
const lens = lensFolder(values.lens)
const folder = mkdtempSync(join(tmpdir(), 'etalon-bench-'))

try {
  const texts = sampleTexts(Number(values.documents), values.texts)
  const file = join(folder, 'texts.jsonl')
  writeFileSync(file, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))
  const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => round)
  const results = { etalon: [] as Measured[], int8: [] as Measured[], tuned: [] as Measured[], dense: [] as Measured[] }
  for (const round of rounds) {
    results.etalon.push(await readWithEtalon(folder, `float32-${round}`, file, lens, 'float32'))
    if (values.precision === 'int8') results.int8.push(await readWithEtalon(folder, `int8-${round}`, file, lens, 'int8'))
    results.tuned.push(pytorch('tuned', file))
    if (round === 0) results.dense.push(pytorch('dense', file))
  }
  report(results, texts.length)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function pytorch(mode: 'tuned' | 'dense', file: string): Measured {
  return JSON.parse(runPython(values.python, join(import.meta.dirname, 'pytorch.py'), [mode, lens, file])) as Measured
}

function report(results: Record<'etalon' | 'int8' | 'tuned' | 'dense', Measured[]>, documents: number): void {
  const line = (name: string, run: Measured) =>
    `${name.padEnd(34)} ${Math.round(run.tokens / run.seconds)
      .toLocaleString('en-US')
      .padStart(9)} tokens/s ${run.peakMegabytes.toFixed(0).padStart(7)} MB peak`
  const [mine, tuned, dense] = [best(results.etalon), best(results.tuned), best(results.dense)]
  const ratio = (peer: Measured) => (rate(mine) / rate(peer)).toFixed(2)
  console.log(
    `${documents} documents, ${mine.tokens} tokens (PyTorch: ${tuned.tokens}), ${(mine.nonzeros / mine.tokens).toFixed(1)} active latents a token, ${cpus()[0]?.model ?? ''}, best of ${results.etalon.length} rounds`,
  )
  console.log(line('etalon encode, store included', mine))
  if (results.int8.length > 0) {
    const int8 = best(results.int8)
    const rounds = results.int8.map((run, round) => rate(run) / rate(results.etalon[round] ?? mine))
    const { active = NaN, relativeError = NaN, present = NaN } = int8.agreement ?? {}
    console.log(
      line('the same in int8', int8),
      ` ${(rate(int8) / rate(mine)).toFixed(2)} times float32 (by round ${rounds.map((each) => each.toFixed(2)).join(', ')})`,
    )
    console.log(
      `  agreement: ${active.toFixed(3)} of activations, relative error ${relativeError.toFixed(4)}, ${present.toFixed(3)} of present latents`,
    )
  }
  console.log(line('PyTorch tuned, nothing stored', tuned), ` etalon is ${ratio(tuned)} times as fast`)
  console.log(line('PyTorch dense, nothing stored', dense), ` etalon is ${ratio(dense)} times as fast`)
  console.log(`matrix-multiply peak of the moment: ${tuned.gflops?.toFixed(0)} GFLOP/s (PyTorch, 32 bit)`)
  mkdirSync(join(repository, 'bench', 'results'), { recursive: true })
  writeFileSync(
    join(repository, 'bench', 'results', 'encode.json'),
    JSON.stringify({ at: new Date().toISOString(), documents, results }, null, 2),
  )
}
