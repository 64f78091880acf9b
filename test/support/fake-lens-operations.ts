import { Failure } from '../../src/contract/failure.ts'
import type { CatalogueEntry, LensCheck, LensDetails, LensPlan, LensRequest, PlannedDownload } from '../../src/contract/lenses.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { LensSummary } from '../../src/contract/project.ts'
import type { FakeJobs } from './fake-jobs.ts'

const entry: CatalogueEntry = {
  name: 'gemma-3-1b-it-13-16k',
  title: 'Gemma 3 1B after block 13, Gemma Scope 2, 16,384 latents',
  reader: 'onnx-community/gemma-3-1b-it-ONNX',
  model: 'google/gemma-3-1b-it',
  sae: 'google/gemma-scope-2-1b-it:resid_post/layer_13_width_16k_l0_medium',
  hook: 'blocks.13.hook_resid_post',
  as: 'raw',
  outer: 'bos',
  contextSize: 1024,
  latents: 16_384,
  download: 4.2e9,
  memory: 2.8e9,
  license: 'reader: Gemma terms; SAE: CC-BY-4.0',
  gated: false,
  labels: 'Neuronpedia gemma-3-1b-it/13-gemmascope-2-res-16k',
  labelFile: null,
  note: 'Recommended where the machine can.',
  tokensPerSecond: 80,
  installed: null,
}

const check: LensCheck = {
  checkedAt: '2026-11-20T16:40:00.000Z',
  passed: true,
  findings: ['It gives what such an SAE should give.', 'The SAE gives back 87.4 % of the variance of the residual stream.'],
  tokens: 4072,
  explained: 0.874,
  active: 31.5,
  expectedActive: null,
  alive: 0.967,
  tokensPerSecond: 8500,
  device: 'cpu',
  weightBytes: 17_768_484,
  better: null,
}

const plan: LensPlan = {
  id: 'a'.repeat(64),
  name: 'gpt2-blocks.8.hook_resid_pre',
  reader: {
    graph: 'onnx/model.onnx',
    others: ['onnx/model_fp16.onnx'],
    weights: [],
    tokenizer: 'tokenizer.json',
    tokenizerConfig: 'tokenizer_config.json',
    config: 'config.json',
    chatTemplate: null,
  },
  sae: {
    path: 'sae',
    format: 'SAELens',
    weights: 'sae/sae_weights.safetensors',
    files: ['sae/sae_weights.safetensors', 'sae/cfg.json'],
  },
  labels: null,
  hook: 'blocks.8.hook_resid_pre',
  downloads: [],
  bytes: 0,
  missing: 0,
  free: null,
  endpoint: null,
  token: 'none',
  warnings: [],
}

const download: PlannedDownload = {
  repository: 'Xenova/gpt2',
  revision: 'main',
  commit: '0123456789abcdef0123456789abcdef01234567',
  page: 'https://huggingface.co/Xenova/gpt2',
  license: 'mit',
  gated: false,
  folder: '/home/ada/.local/share/etalon/hub/models--Xenova--gpt2',
  files: [
    { path: 'onnx/model.onnx', size: 653_000_000, missing: 653_000_000 },
    { path: 'tokenizer.json', size: 2_110_000, missing: 0 },
  ],
  bytes: 655_110_000,
  missing: 653_000_000,
}

const added: LensDetails = {
  lens: {
    name: 'gpt2-small-8-res-jb',
    hash: '77aa00',
    title: "GPT-2 small before block 8, Joseph Bloom's SAE",
    description: 'The smallest with good labels; runs on any processor.',
    folder: '/home/ada/.local/share/etalon/lenses/gpt2-small-8-res-jb',
    hook: 'blocks.8.hook_resid_pre',
    dSae: 24_576,
    contextSize: 128,
    documents: { as: 'raw', outer: 'bos' },
    license: 'reader: MIT',
    labels: 0,
    bundled: false,
    problem: null,
    check: null,
  },
  check: {
    ...check,
    passed: false,
    findings: [
      'It does not give what such an SAE should give: what it reads is probably not what the SAE was trained on.',
      'The hook point blocks.7.hook_resid_post fits better: it gives back 90.4 %, and 3.2 % of its error is the same on all tokens, not 11.1 % as here.',
    ],
  },
  pieces: {
    reader: {
      path: '/home/ada/.local/share/etalon/hub/models--Xenova--gpt2/snapshots/0123/onnx/model.onnx',
      repository: 'Xenova/gpt2',
      bytes: 655_110_000,
    },
    sae: { path: '/home/ada/saes/blocks.8.hook_resid_pre', repository: null, bytes: 151_000_000 },
  },
  own: 'added',
  folderBytes: 102_400,
  downloads: [{ repository: 'Xenova/gpt2', bytes: 655_110_000, others: [] }],
}

/** One lens is bundled, one was added, and others could be; a lens called `doubtful` fails its self-test. */
export function fakeLensOperations(jobs: FakeJobs, lenses: () => Promise<readonly LensSummary[]>): Operations['lenses'] {
  const trying = [
    { doing: 'onnx/model.onnx', total: 653_000_000, unit: 'bytes', seconds: 1 },
    { doing: 'Trying the lens', total: 4000, unit: 'tokens', seconds: 1 },
  ]
  let own: readonly LensDetails[] = [added]
  const nameOf = (request: LensRequest) => request.name ?? ('catalogue' in request ? request.catalogue : plan.name)
  return {
    catalogue: async () => [
      entry,
      {
        ...entry,
        name: 'gemma-2-2b-20-16k',
        title: 'Gemma 2 2B after block 20, Gemma Scope, 16,384 latents',
        reader: null,
        model: 'google/gemma-2-2b',
        gated: true,
        tokensPerSecond: 12,
      },
      { ...entry, name: 'gpt2-small-8-res-jb', title: added.lens.title, installed: 'gpt2-small-8-res-jb' },
    ],
    list: async () => [
      ...(await lenses()).map((lens): LensDetails => ({
        lens,
        check: null,
        pieces: {
          reader: { path: `${lens.folder}/reader/model.onnx`, repository: null, bytes: 8_111_461 },
          sae: { path: `${lens.folder}/sae`, repository: null, bytes: 4_228_456 },
        },
        own: null,
        folderBytes: 12_900_000,
        downloads: [],
      })),
      ...own,
    ],
    hub: async () => ({
      endpoint: 'https://huggingface.co',
      offline: false,
      token: 'none',
      tokenFrom: null,
      tokenFile: '/home/ada/.cache/huggingface/token',
      folder: '/home/ada/.local/share/etalon/hub',
      cache: '/home/ada/.cache/huggingface/hub',
      problem: null,
    }),
    label: async ({ name, file, anyway }) => {
      if (file.includes('other') && !anyway)
        throw new Failure(
          'conflict',
          `${file} holds labels of another SAE: its SAE has 512 latents.`,
          'Choose the lens that these labels were made for.',
        )
      own = own.map((each) => (each.lens.name === name ? { ...each, lens: { ...each.lens, labels: 24_000 } } : each))
      jobs.changed('lenses')
      return { name, labels: 24_000, skipped: 0 }
    },
    inspect: async ({ what }) => ({
      what,
      lens: null,
      check: null,
      reader: what.includes('sae') ? null : plan.reader,
      saes: what.includes('sae')
        ? [6, 8].map((layer) => ({
            path: `blocks.${layer}.hook_resid_pre`,
            format: 'SAELens',
            source: `${what}/blocks.${layer}.hook_resid_pre`,
          }))
        : [],
      saeCount: what.includes('sae') ? 2 : 0,
      layers: what.includes('sae') ? null : 12,
      repository: null,
    }),
    plan: async ({ request }) => {
      const isHere = 'reader' in request && request.reader?.startsWith('/') === true
      const downloads = isHere ? [] : [download]
      const { bytes, missing } = isHere ? { bytes: 0, missing: 0 } : download
      const from = isHere ? {} : ({ free: 81e9, endpoint: 'https://huggingface.co' } as const)
      return { ...plan, name: nameOf(request), downloads, bytes, missing, ...from }
    },
    add: async ({ request, anyway }) =>
      jobs.start('lens', 'Add a lens', trying, () => {
        const name = nameOf(request)
        if (name === 'doubtful' && !anyway)
          throw new Failure(
            'lens-invalid',
            `${name} was not added. ${added.check?.findings.join(' ') ?? ''}`,
            'Mend what it says; or add it anyway (on the command line: --anyway), and it will say so wherever it is listed.',
          )
        const lens = { ...added.lens, name, title: `A lens called ${name}` }
        own = [...own, { ...added, lens, check: anyway ? added.check : check, downloads: [] }]
        jobs.changed('lenses')
        return { lens, check, warnings: [] }
      }),
    check: async ({ name }) => jobs.start('lens', `Check ${name}`, trying.slice(1), () => check),
    remove: async ({ name }) => {
      own = own.filter(({ lens }) => lens.name !== name)
      jobs.changed('lenses')
      return { name, folder: `/home/ada/.local/share/etalon/lenses/${name}`, removed: [], kept: [] }
    },
  }
}
