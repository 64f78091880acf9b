/** `run.ts --shape gpt2`: a lens of GPT-2 small's shape with random weights (gpt2.py), beside what gpt2-peers.py reads with. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { repository, runPython } from '../peer.ts'
import { sampleTexts } from '../sample-texts.ts'
import { matrixPeak } from './matrix-peak.ts'
import { best, type Measured, rate, readWithEtalon } from './read-with-etalon.ts'

export type Gpt2Options = {
  readonly documents: number
  readonly rounds: number
  readonly texts: string | undefined
  readonly python: string | undefined
  /** Where the lens is kept from run to run. */
  readonly work: string
  /** A clone of interp_embed; it is left out without one. */
  readonly clone: string | undefined
  /** Documents for the peers that run all blocks, and once. */
  readonly few: number
}

type Peer = Measured & { readonly peer: string; readonly opening: number; readonly batch?: number }

/** Multiplications of a token's 32-bit floats, in billions, two operations each: eight blocks of 768 and 24,576 latents; attention is not counted. */
const gflopPerToken = (2 * (8 * 12 * 768 ** 2 + 768 * 24_576)) / 1e9
const threads = 2

/** Runs all in alternating rounds; prints the table, and keeps the figures. */
export async function benchGpt2(options: Gpt2Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'etalon-bench-'))
  const lens = resolve(options.work)
  const write = (name: string, texts: readonly string[]) => {
    const file = join(folder, name)
    writeFileSync(file, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))
    return file
  }
  const script = (name: string, words: readonly string[]) => runPython(options.python, join(import.meta.dirname, name), words)
  const peer = (mode: string, file: string, ...more: string[]) =>
    JSON.parse(
      script('gpt2-peers.py', [mode, lens, file, '--threads', String(threads), ...more])
        .trim()
        .split('\n')
        .at(-1) ?? '',
    ) as Peer
  try {
    if (!existsSync(join(lens, 'lens.json'))) script('gpt2.py', [lens, write('all.jsonl', sampleTexts(10_000, options.texts))])
    const texts = sampleTexts(options.documents, options.texts)
    const all = write('texts.jsonl', texts)
    const few = write('few.jsonl', texts.slice(0, options.few))
    const float32: Measured[] = []
    const int8: Measured[] = []
    const allInt8: Measured[] = []
    const torch: Peer[] = []
    const peaks: number[] = []
    const whole: Peer[] = []
    for (let round = 0; round < options.rounds; round++) {
      peaks.push(await matrixPeak(threads))
      float32.push(await readWithEtalon(folder, `float32-${round}`, all, lens, 'float32'))
      const batch = torch[0]?.batch
      torch.push(peer('torch', all, ...(batch === undefined ? [] : ['--batch', String(batch)])))
      int8.push(await readWithEtalon(folder, `int8-${round}`, all, lens, 'int8'))
      allInt8.push(await readWithEtalon(folder, `int8-all-${round}`, all, lens, 'int8-all'))
      if (round > 0) continue
      whole.push(peer('saelens', few))
      if (options.clone !== undefined) whole.push(peer('interp_embed', few, '--clone', resolve(options.clone)))
    }
    report({ documents: texts.length, float32, int8, allInt8, torch, whole, peaks })
    mkdirSync(join(repository, 'bench', 'results'), { recursive: true })
    const kept = { at: new Date().toISOString(), documents: texts.length, float32, int8, allInt8, torch, whole, peaks }
    writeFileSync(join(repository, 'bench', 'results', 'encode-gpt2.json'), JSON.stringify(kept, null, 2))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Results = {
  readonly documents: number
  readonly float32: readonly Measured[]
  readonly int8: readonly Measured[]
  readonly allInt8: readonly Measured[]
  readonly torch: readonly Peer[]
  readonly whole: readonly Peer[]
  readonly peaks: readonly number[]
}

function report({ documents, float32, int8, allInt8, torch, whole, peaks }: Results): void {
  const [mine, tuned, bytes] = [best(float32), best(torch), best(int8)]
  const agreement = ({ agreement: of }: Measured) =>
    of == null
      ? ''
      : `${of.active.toFixed(3)} of activations, error ${of.relativeError.toFixed(4)}, ${of.present.toFixed(3)} of present latents`
  const row = (name: string, run: Measured, more = '') =>
    console.log(
      `${name.padEnd(44)} ${rate(run).toFixed(0).padStart(6)} tokens/s ${run.peakMegabytes.toFixed(0).padStart(6)} MB  ${more}`,
    )
  console.log(
    `${documents} documents, ${mine.tokens} tokens (PyTorch: ${tuned.tokens}), ${(mine.nonzeros / mine.tokens).toFixed(1)} active latents a token (PyTorch: ${(tuned.nonzeros / tuned.tokens).toFixed(1)}), ${cpus()[0]?.model ?? ''}, ${threads} threads, best of ${float32.length} rounds`,
  )
  const opening = (run: Measured) => `${((run.wholeSeconds ?? 0) - run.seconds).toFixed(1)} s to start, open and end`
  row('etalon encode, store included', mine, opening(mine))
  row('the same, blocks in int8', bytes, agreement(bytes))
  row('the same, all in int8', best(allInt8), agreement(best(allInt8)))
  row(`${tuned.peer}, to the hook`, tuned, `batches of ${tuned.batch} tokens, ${tuned.opening.toFixed(1)} s to open`)
  for (const each of whole) row(each.peer, each, `${each.opening.toFixed(1)} s to open`)

  const of = (runs: readonly Measured[], beside: readonly Measured[]) =>
    runs.map((run, round) => rate(run) / rate(beside[round] ?? run)).toSorted((a, b) => a - b)
  /** The median of the rounds' ratios beside what is aimed at. */
  const target = (name: string, ratios: readonly number[], aim: number, most = false) => {
    const middle = (ratios.length - 1) / 2
    const value = ((ratios[Math.floor(middle)] ?? NaN) + (ratios[Math.ceil(middle)] ?? NaN)) / 2
    const holds = most ? value <= aim : value >= aim
    const rounds = ratios.length > 1 ? ` (${ratios.map((each) => each.toFixed(2)).join(', ')})` : ''
    console.log(`${holds ? 'pass' : 'MISS'}  ${name}: ${value.toFixed(2)}, aim ${most ? 'at most' : 'at least'} ${aim}${rounds}`)
  }
  target('float32 beside PyTorch to the hook', of(float32, torch), 1.25)
  for (const each of whole) target(`float32 beside ${each.peer}`, [rate(float32[0] ?? mine) / rate(each)], 2)
  target(
    'memory beside PyTorch to the hook',
    [mine.peakMegabytes / Math.min(...torch.map((each) => each.peakMegabytes))],
    0.7,
    true,
  )
  for (const each of whole) target(`memory beside ${each.peer}`, [mine.peakMegabytes / each.peakMegabytes], 0.33, true)
  const shares = float32.map((run, round) => (rate(run) * gflopPerToken) / (peaks[round] ?? NaN)).toSorted((a, b) => a - b)
  target(`share of the matrix-multiply peak of ONNX Runtime (${Math.max(...peaks).toFixed(0)} GFLOP/s)`, shares, 0.6)
  target('blocks in int8 beside float32', of(int8, float32), 2.2)
  target('the same activations', [bytes.agreement?.active ?? NaN], 0.95)
  target('all in int8 beside float32', of(allInt8, float32), 3.3)
}
