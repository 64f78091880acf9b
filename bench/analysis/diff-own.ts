/**
 * Our side of diff.ts, in a process of its own: PROJECT counts|disk|subset|whole. Prints one line of JSON: seconds of the first run in this process,
 * from the disk, and of the fastest and the median of the following ones, and peak resident memory.
 *
 * counts: all documents of `a` against all of `b`: the stored counts, Fisher's exact test and Newcombe's interval of every latent.
 * disk: the same, each time by a connection just opened, to a file put out of the system's cache.
 * subset: the same for half of the documents of each, drawn anew each time, by the postings.
 * whole: the whole analysis as the product makes it: duplicates, units, halves, adjusting for length, families, a page of 100 rows with
 * quotations.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diffInput } from '../../src/contract/differences.ts'
import { presentDocuments } from '../../src/main/engine/analysis/diff/compared.ts'
import { fisherExact } from '../../src/main/engine/numerics/hypergeometric.ts'
import { newcombeInterval } from '../../src/main/engine/numerics/proportion-intervals.ts'
import { seededRandom, shuffle } from '../../src/main/engine/numerics/seeded-random.ts'
import { activeSource } from '../../src/main/engine/operations/analyses/active-source.ts'
import { diffDocuments } from '../../src/main/engine/operations/analyses/diff.ts'
import { type Sample, sampleOf, subsetOf } from '../../src/main/engine/operations/analyses/sample.ts'
import { statisticsOf } from '../../src/main/engine/operations/latent-totals.ts'
import { openProject } from './real-sample.ts'

const [folder = '', mode = 'counts'] = process.argv.slice(2)
const runs = mode === 'whole' ? 3 : 9
const startMegabytes = process.resourceUsage().maxRSS / 1024
let project = openProject(folder)
const groups = [{ corpora: ['a'] }, { corpora: ['b'] }]
const scope = { threshold: 'lens', minTokens: 1 } as const
const random = seededRandom(1)

/** Counts below this on both sides are looked up: most latents are rare, and many share their counts. */
const lookedUp = 128

type Figures = {
  readonly p: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly a: Uint32Array
  readonly b: Uint32Array
}

function figures(a: Uint32Array, sizeA: number, b: Uint32Array, sizeB: number): Figures {
  const p = fisherOfAll(a, sizeA, b, sizeB)
  const low = new Float64Array(a.length)
  const high = new Float64Array(a.length)
  for (let latent = 0; latent < a.length; latent++)
    [low[latent], high[latent]] = newcombeInterval(
      { successes: a[latent]!, trials: sizeA },
      { successes: b[latent]!, trials: sizeB },
    ) as [number, number]
  return { p, low, high, a, b }
}

/** Written out and dropped from the cache of the file system, so that what comes next reads from the disk. */
async function forget(): Promise<void> {
  await project.close()
  spawnSync('dd', [`of=${join(folder, '.etalon', 'project.sqlite')}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'])
  project = openProject(folder)
}

/** By the encodings' stored counts, as numbered in the synthetic project. */
function ofAll(): Figures {
  const [a, b] = [1, 2].map((encoding) => statisticsOf(project, encoding)) as [
    ReturnType<typeof statisticsOf>,
    ReturnType<typeof statisticsOf>,
  ]
  return figures(a.documentsPresent, a.documents, b.documentsPresent, b.documents)
}

function ofSubset(sample: Sample): Figures {
  const kept = shuffle(
    Uint8Array.from({ length: sample.documents }, (_, at) => at % 2),
    random,
  )
  const begun = performance.now()
  const chosen = subsetOf(sample, kept)
  const { dSae } = sample.stored
  const counts = [new Uint32Array(dSae), new Uint32Array(dSae)] as const
  const sizes = [0, 0]
  for (const group of chosen.group) sizes[group]!++
  const documents = new Uint32Array(chosen.documents)
  activeSource(project, chosen).each((latent, active) => {
    const count = presentDocuments(active, chosen.thresholds[latent]!, chosen.minTokens, documents)
    let inB = 0
    for (let at = 0; at < count; at++) inB += chosen.group[documents[at]!]!
    counts[0][latent] = count - inB
    counts[1][latent] = inB
  })
  const found = figures(counts[0], sizes[0]!, counts[1], sizes[1]!)
  seconds.push((performance.now() - begun) / 1000)
  return found
}

const seconds: number[] = []
const processorSeconds: number[] = []
const sample = mode === 'subset' ? await sampleOf(project, scope, groups) : null
let note = ''
for (let run = 0; run < runs; run++) {
  if (mode === 'disk' || run === 0) await forget()
  const { user, system } = process.cpuUsage()
  const begun = performance.now()
  if (sample !== null) ofSubset(sample)
  else if (mode === 'whole') {
    const { result } = await diffDocuments(project, diffInput.parse({ target: groups[0], against: [groups[1]] }))
    note = `${result.design}, ${result.tested} latents tested, ${result.discoveries} discoveries, ${result.adjustedDiscoveries} adjusted`
  } else {
    const { a, b } = ofAll()
    if (run === 0) {
      writeFileSync(join(folder, 'own.counts'), a)
      writeFileSync(join(folder, 'own.counts'), b, { flag: 'a' })
    }
  }
  if (sample === null) seconds.push((performance.now() - begun) / 1000)
  const used = process.cpuUsage()
  processorSeconds.push((used.user - user + used.system - system) / 1e6)
}
await project.close()
const warm = seconds.slice(1).sort((one, other) => one - other)
const warmProcessor = processorSeconds.slice(1).sort((one, other) => one - other)
const megabytes = process.resourceUsage().maxRSS / 1024
console.log(
  JSON.stringify({
    first: seconds[0],
    warm: warm[0],
    median: warm[warm.length >> 1],
    firstProcessor: processorSeconds[0],
    warmProcessor: warmProcessor[0],
    megabytes,
    startMegabytes,
    note,
  }),
)

/** Fisher's exact p of every latent, present in `a[i]` of `sizeA` documents against `b[i]` of `sizeB`. */
function fisherOfAll(a: Uint32Array, sizeA: number, b: Uint32Array, sizeB: number): Float64Array {
  const known = new Float64Array(lookedUp * lookedUp)
  const p = new Float64Array(a.length)
  for (let latent = 0; latent < a.length; latent++) {
    const [presentA, presentB] = [a[latent]!, b[latent]!]
    p[latent] =
      presentA >= lookedUp || presentB >= lookedUp
        ? fisherExact(presentA, sizeA, presentB, sizeB).p
        : (known[presentA * lookedUp + presentB] ||= fisherExact(presentA, sizeA, presentB, sizeB).p)
  }
  return p
}
