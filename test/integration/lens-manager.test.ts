import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AddedLens, LensCheck, LensInspection, LensPlan } from '../../src/contract/lenses.ts'
import type { LensSummary } from '../../src/contract/project.ts'
import { etalon } from '../support/command-line.ts'
import { resources } from '../support/demo-project.ts'
import { hubServer, type HubScript } from '../support/hub-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { writeTinyLens } from '../support/tiny-lens.ts'

const bundled = join(resources, 'lenses/etalon-small')
const commit = '0123456789abcdef0123456789abcdef01234567'
const fileOf = (path: string) => readFileSync(join(bundled, path))
const paths = ['config.json', 'model.onnx', 'tokenizer.json', 'tokenizer_config.json']

/** The bundled lens as a repository of the hub, laid out as transformers.js and SAELens do. */
const repository = {
  kind: 'model',
  id: 'lab/small-reader-ONNX',
  commit,
  license: 'apache-2.0',
  gated: false,
  files: new Map([
    ...paths.map((path) => [path === 'model.onnx' ? 'onnx/model.onnx' : path, fileOf(`reader/${path}`)] as const),
    ['onnx/model_q4.onnx', Buffer.from('another')],
    ['saes/layer_2/cfg.json', fileOf('sae/cfg.json')],
    ['saes/layer_2/sae_weights.safetensors', fileOf('sae/sae_weights.safetensors')],
    ['saes/layer_3/cfg.json', fileOf('sae/cfg.json')],
    ['saes/layer_3/sae_weights.safetensors', Buffer.from('not looked at')],
  ]),
  large: new Set(['onnx/model.onnx', 'saes/layer_2/sae_weights.safetensors']),
} as const

type Listed = { readonly lenses: readonly LensSummary[] }
type Added = { readonly plan: LensPlan; readonly added: AddedLens | null }
type Refused = { readonly error: { readonly code: string; readonly message: string } }

function command(home: string, url: string) {
  const environment = { HF_ENDPOINT: url, HF_HOME: join(home, 'huggingface'), HF_TOKEN: '' }
  return async <Result>(...args: string[]) => {
    const { code, json, stderr } = await etalon([...args, '--json'], { home, environment })
    return { code, json: json as Result, stderr }
  }
}

async function served(script?: HubScript) {
  const server = await hubServer(repository, script)
  const home = temporaryFolder()
  return { server, home, run: command(home, server.url) }
}

describe('a reader and an SAE of the hub', () => {
  const sources = ['--reader', 'lab/small-reader-ONNX', '--sae', 'lab/small-reader-ONNX:saes/layer_2', '--name', 'small']

  test('are planned, downloaded when confirmed, tried, read with, and removed', async () => {
    const { server, home, run } = await served()
    const inspected = await run<LensInspection>('lens', 'inspect', 'lab/small-reader-ONNX')
    expect(inspected.json).toMatchObject({
      reader: { graph: 'onnx/model.onnx', others: ['onnx/model_q4.onnx'] },
      saes: [{ path: 'saes/layer_2' }, { path: 'saes/layer_3' }],
      repository: { license: 'apache-2.0', commit, gated: false },
    })

    const planned = await run<Added>('lens', 'add', ...sources)
    expect(planned.code).toBe(0)
    expect(planned.json.added).toBe(null)
    const { plan } = planned.json
    expect(plan).toMatchObject({
      name: 'small',
      hook: 'blocks.2.hook_resid_post',
      token: 'none',
      endpoint: server.url,
      warnings: [expect.any(String)],
    })
    expect(plan.missing).toBe(
      [...paths.map((path) => `reader/${path}`), 'sae/cfg.json', 'sae/sae_weights.safetensors'].reduce(
        (sum, path) => sum + fileOf(path).length,
        0,
      ),
    )
    expect(plan.downloads).toHaveLength(1)
    // Only settings, and the header of the weights, were looked at.
    expect(server.sent).toBeLessThan(200_000)
    expect(existsSync(join(home, 'hub'))).toBe(false)

    const added = await run<Added>('lens', 'add', ...sources, '--yes')
    expect(added.stderr).not.toContain('etalon:')
    expect(added.json.added).toMatchObject({
      lens: {
        name: 'small',
        hook: 'blocks.2.hook_resid_post',
        dSae: 4096,
        contextSize: 512,
        documents: { as: 'raw', outer: 'bos' },
      },
      check: { passed: true, better: null },
    })
    const { hash, folder } = added.json.added?.lens ?? { hash: '', folder: '' }
    expect(readdirSync(folder).sort()).toEqual(['check.json', 'lens.json', 'thresholds.safetensors'])

    const bundledHash = (await run<Listed>('lens', 'list')).json.lenses.find(({ name }) => name === 'etalon-small')?.hash
    expect(hash).toBe(bundledHash)
    const project = temporaryFolder({
      'texts.jsonl': '{"text": "I am sorry, but I cannot help."}\n{"text": "Boil the egg for six minutes."}\n',
    })
    await run('import', project)
    const encoded = await run<{ encodings: { lens: string; nonzeros: number }[] }>('encode', project, '--lens', 'small')
    expect(encoded.json.encodings).toMatchObject([{ lens: 'small' }])
    expect(encoded.json.encodings[0]?.nonzeros).toBeGreaterThan(100)

    // A second lens of the same downloads, made while nobody may be asked; it keeps them when the first one goes.
    const asked = server.requests.length
    const files = temporaryFolder({
      'labels.csv': 'latent,label\n1,refusals\n2,recipes\n9999,of no latent\n',
      'other.jsonl': '{"modelId": "gpt2-small", "layer": "6-res-jb", "index": "1", "description": "of another SAE"}\n',
    })
    const second = await etalon(
      ['lens', 'add', ...sources.slice(0, -1), 'second', '--labels', join(files, 'labels.csv'), '--json'],
      {
        home,
        environment: { HF_ENDPOINT: server.url, HF_HUB_OFFLINE: '1' },
      },
    )
    expect(second.json).toMatchObject({ plan: { missing: 0, downloads: [] }, added: { lens: { name: 'second', hash, labels: 2 } } })
    expect(server.requests).toHaveLength(asked)
    const other = await run<Refused>('lens', 'label', 'second', '--labels', join(files, 'other.jsonl'))
    expect(other.json.error).toMatchObject({ code: 'conflict', message: expect.stringContaining('labels of another SAE') })
    expect((await run('lens', 'remove', 'small', '--files')).json).toMatchObject({ removed: [], kept: ['lab/small-reader-ONNX'] })
    expect((await run<Listed>('lens', 'list')).json.lenses.map(({ name, problem }) => [name, problem])).toEqual([
      ['etalon-small', null],
      ['second', null],
    ])
    expect((await run('lens', 'remove', 'second', '--files')).json).toMatchObject({ removed: ['lab/small-reader-ONNX'], kept: [] })
    expect(existsSync(join(home, 'hub', 'models--lab--small-reader-ONNX'))).toBe(false)
    expect(readFileSync(join(home, 'added-lenses.json'), 'utf8')).toBe('{}\n')
  })

  test('are refused before anything is downloaded where they do not fit, or are not there', async () => {
    const { server, home, run } = await served()
    server.repository = {
      ...server.repository,
      files: new Map([...server.repository.files, ['config.json', Buffer.from('{"num_hidden_layers": 4, "hidden_size": 640}')]]),
    }
    const misfit = await run<Refused>('lens', 'add', ...sources, '--yes')
    expect(misfit).toMatchObject({
      code: 1,
      json: { error: { code: 'lens-invalid', message: expect.stringContaining('640 wide, but the SAE') } },
    })
    const several = await run<Refused>('lens', 'add', ...sources.slice(0, 2), '--sae', 'lab/small-reader-ONNX', '--yes')
    expect(several.json.error.message).toContain('holds 2 SAEs')
    const missing = await run<Refused>('lens', 'add', ...sources.slice(0, 2), '--sae', 'lab/nothing', '--yes')
    expect(missing.json.error.code).toBe('not-found')
    expect(existsSync(join(home, 'hub'))).toBe(false)
  })
})

describe('the self-test', () => {
  const reader = join(bundled, 'reader')

  /** The bundled SAE with other settings. */
  function changedSae(change: (config: string) => string): string {
    const folder = temporaryFolder()
    cpSync(join(bundled, 'sae'), folder, { recursive: true })
    writeFileSync(join(folder, 'cfg.json'), change(readFileSync(join(folder, 'cfg.json'), 'utf8')))
    return folder
  }

  test('catches a wrong hook point and names the right one; a lens that fails is added only by wish, and says so', async () => {
    const home = temporaryFolder()
    const run = command(home, 'http://127.0.0.1:9')
    const sae = changedSae((config) => config.replace('blocks.2', 'blocks.1'))
    const refused = await run<Refused>('lens', 'add', '--reader', reader, '--sae', sae, '--name', 'off')
    expect(refused.code).toBe(1)
    // A layer off nearly as much is given back; but all is shifted.
    expect(refused.json.error.message).toMatch(
      /The hook point blocks\.2\.hook_resid_post fits better: it gives back 9\d\.\d %, and \d\.\d % of its error is the same on all tokens/,
    )
    expect(readdirSync(join(home, 'lenses'))).toEqual([])

    const anyway = await run<Added>('lens', 'add', '--reader', reader, '--sae', sae, '--name', 'off', '--anyway')
    expect(anyway.json.added).toMatchObject({ check: { passed: false, better: { hook: 'blocks.2.hook_resid_post' } } })
    const { lenses } = (await run<Listed>('lens', 'list')).json
    expect(lenses.find(({ name }) => name === 'off')?.check).toMatchObject({ passed: false })
    expect((await etalon(['lens', 'list'], { home })).stdout).toContain('fails its self-test')

    const checked = await run<{ check: LensCheck }>('lens', 'check', 'etalon-small')
    expect(checked.json.check).toMatchObject({ passed: true, better: null })
    expect(checked.json.check.explained).toBeCloseTo(0.904, 2)
    const taken = await run<Refused>('lens', 'add', '--reader', reader, '--sae', sae, '--name', 'off')
    expect(taken.json.error.code).toBe('conflict')
  })

  test('catches a wrong scale, and says which is better', async () => {
    const run = command(temporaryFolder(), 'http://127.0.0.1:9')
    const sae = changedSae((config) => config.replace('"none"', '"expected_average_only_in"'))
    const refused = await run<Refused>('lens', 'add', '--reader', reader, '--sae', sae, '--input-scale', '0.3')
    expect(refused.json.error.message).toMatch(
      /(Leaving inputs as long as they are|Multiplying inputs by [\d.]+ in the place of 0.300) fits better/,
    )
  })

  test('catches weights without meaning', async () => {
    const folder = temporaryFolder()
    writeTinyLens(folder)
    const run = command(temporaryFolder(), 'http://127.0.0.1:9')
    const refused = await run<Refused>(
      'lens',
      'add',
      '--reader',
      join(folder, 'reader'),
      '--sae',
      join(folder, 'sae'),
      '--context-size',
      '16',
    )
    expect(refused.json.error.message).toContain('does not give what such an SAE should give')
  })
})
