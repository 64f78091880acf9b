import { join, resolve, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureIn } from '../../../../src/contract/failure.ts'
import { HubFault, type About } from '../../../../src/main/engine/lens/hub/hub-fault.ts'
import { isSafePath, readListing } from '../../../../src/main/engine/lens/hub/hub-file.ts'
import { findToken, hubSettings } from '../../../../src/main/engine/lens/hub/hub-settings.ts'
import { Hub } from '../../../../src/main/engine/lens/hub/hub.ts'
import { checkRevision, folderName, pagePath, parseRepository } from '../../../../src/main/engine/lens/hub/repository.ts'
import { seededRandom } from '../../../../src/main/engine/numerics/seeded-random.ts'
import { mutateBytes } from '../../../support/mutate-bytes.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

describe('where Hugging Face keeps things, as huggingface_hub 2.4.0 works it out', () => {
  test.each([
    [{}, '/home/u/.cache/huggingface/hub', '/home/u/.cache/huggingface/token'],
    [{ XDG_CACHE_HOME: '/x' }, '/x/huggingface/hub', '/x/huggingface/token'],
    [{ HF_HOME: '~/hf', XDG_CACHE_HOME: '/x' }, '/home/u/hf/hub', '/home/u/hf/token'],
    [{ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old' }, '/old', '/h/token'],
    [{ HF_HOME: '/h', HF_HUB_CACHE: '$SCRATCH/hub', SCRATCH: '/s', HUGGINGFACE_HUB_CACHE: '/old' }, '/s/hub', '/h/token'],
    [{ HF_HUB_CACHE: '${NOT_SET}/hub', HF_TOKEN_PATH: '/t' }, '${NOT_SET}/hub', '/t'],
    [{ HF_HOME: ' ' }, '/home/u/.cache/huggingface/hub', '/home/u/.cache/huggingface/token'],
  ])('%j', (environment, cache, tokenFile) => {
    const settings = hubSettings(environment, '/home/u')
    expect([settings.cache, settings.tokenFile].map((path) => path.replaceAll(sep, '/'))).toEqual([cache, tokenFile])
  })

  test('the hub is huggingface.co, or what HF_ENDPOINT names', () => {
    expect(hubSettings({}, '/').endpoint).toBe('https://huggingface.co')
    expect(hubSettings({ HF_ENDPOINT: 'https://mirror.example/hf/' }, '/').endpoint).toBe('https://mirror.example/hf')
    for (const wrong of ['mirror.example', 'file:///x', 'https://']) {
      expect(() => hubSettings({ HF_ENDPOINT: wrong }, '/')).toThrow(expect.objectContaining({ code: 'bad-input' }))
    }
    expect(
      [{}, { HF_HUB_OFFLINE: '1' }, { TRANSFORMERS_OFFLINE: 'Yes' }, { HF_HUB_OFFLINE: '0' }].map(
        (each) => hubSettings(each, '/').offline,
      ),
    ).toEqual([false, true, true, false])
  })

  test('a token is the variable’s, else the file’s, and goes over no open line', async () => {
    const home = temporaryFolder({ 'hf/token': 'hf_kept\n' })
    const at = (environment: Record<string, string>) => hubSettings({ HF_HOME: join(home, 'hf'), ...environment }, home)
    expect(await findToken(at({ HF_TOKEN: ' hf_first\n', HUGGING_FACE_HUB_TOKEN: 'hf_second' }))).toEqual({
      token: 'hf_first',
      from: 'HF_TOKEN',
    })
    expect(await findToken(at({ HUGGING_FACE_HUB_TOKEN: 'hf_second' }))).toEqual({
      token: 'hf_second',
      from: 'HUGGING_FACE_HUB_TOKEN',
    })
    expect(await findToken(at({}))).toEqual({ token: 'hf_kept', from: join(home, 'hf', 'token') })
    expect(await findToken(at({ HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }))).toBe(null)
    expect(await findToken(at({ HF_HOME: home }))).toBe(null)
    const wrong = await findToken(at({ HF_TOKEN: 'hf_ä b' })).catch((error: unknown) => failureIn(error))
    expect(wrong).toMatchObject({ code: 'bad-input', message: expect.not.stringContaining('hf_ä') })
    const tokenOf = (endpoint: string) => new Hub(at({ HF_ENDPOINT: endpoint }), { token: 'hf_kept', from: '' }).token
    expect(['https://hub.example', 'http://hub.example', 'http://127.0.0.1:80'].map(tokenOf)).toEqual(['sent', 'withheld', 'sent'])
  })
})

describe('names', () => {
  test.each([
    ['openai-community/gpt2', 'model', 'openai-community/gpt2', 'models--openai-community--gpt2', 'openai-community/gpt2'],
    ['gpt2', 'model', 'gpt2', 'models--gpt2', 'gpt2'],
    ['datasets/lab/labels', 'dataset', 'lab/labels', 'datasets--lab--labels', 'datasets/lab/labels'],
    [
      ' https://huggingface.co/google/gemma-3-1b-it/tree/main/onnx ',
      'model',
      'google/gemma-3-1b-it',
      'models--google--gemma-3-1b-it',
      'google/gemma-3-1b-it',
    ],
    ['https://hf.co/datasets/lab/labels?x=1#y', 'dataset', 'lab/labels', 'datasets--lab--labels', 'datasets/lab/labels'],
  ])('%s', (text, kind, id, folder, page) => {
    const repository = parseRepository(text)
    expect([repository.kind, repository.id, folderName(repository), pagePath(repository)]).toEqual([kind, id, folder, page])
  })

  test('what is none is refused', () => {
    const wrong = [
      '',
      'a/b/c',
      '../x',
      'a/..',
      'a--b',
      'a/b.git',
      '-a/b',
      'a/b c',
      'https://evil.example/a/b',
      'C:\\x',
      'a/b%2f',
      'x'.repeat(97),
    ]
    for (const text of wrong) expect(() => parseRepository(text), text).toThrow(expect.objectContaining({ code: 'bad-input' }))
    for (const revision of ['main', 'v1.0', 'refs/pr/1', 'feature/x+y']) expect(checkRevision(revision)).toBe(revision)
    for (const revision of ['', '..', 'a/../b', '/a', 'a//b', 'a b', '-x', 'a\\b']) {
      expect(() => checkRevision(revision), revision).toThrow(expect.objectContaining({ code: 'bad-input' }))
    }
  })

  test('a safe path stays in its folder on every system', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '', 'a', 'con', 'NUL.txt', 'a.', 'a ', 'C:', '\\', 'ä', '…', '\0', '~'),
      fc.string({ maxLength: 5 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), (pieces) => {
        const path = pieces.join('/')
        if (!isSafePath(path)) return
        expect(resolve('/cache/snapshot', path).startsWith(`${resolve('/cache/snapshot')}${sep}`)).toBe(true)
        expect(path).not.toMatch(/[\\:\0]|(^|\/)\.{0,2}(\/|$)/)
      }),
    )
    for (const path of ['onnx/model.onnx_data', '.gitattributes', 'layer_12/width_16k/ärger #1.json'])
      expect(isSafePath(path)).toBe(true)
  })
})

test('a damaged listing is refused or lists only what is safe', { timeout: 600_000 }, () => {
  const about: About = {
    host: 'hub',
    page: 'https://hub/a/b',
    id: 'a/b',
    revision: 'main',
    path: null,
    token: 'none',
    saidBy: 'HF_ENDPOINT',
  }
  const oid = '0123456789abcdef0123456789abcdef01234567'
  const whole = Buffer.from(
    JSON.stringify([
      { type: 'directory', oid, size: 0, path: 'onnx' },
      { type: 'file', oid, size: 12, path: 'onnx/config.json' },
      {
        type: 'file',
        oid,
        size: 134,
        path: 'onnx/model.onnx',
        lfs: { oid: oid + oid.slice(0, 24), size: 5e9, pointerSize: 134 },
        xetHash: 'x',
      },
      { type: 'file', oid, size: 1, path: 'what: it is.json' },
    ]),
  )
  const { files, entries } = readListing(whole.toString(), about)
  expect([files.map(({ path, size }) => [path, size]), entries]).toEqual([
    [
      ['onnx/config.json', 12],
      ['onnx/model.onnx', 5e9],
    ],
    4,
  ])
  const random = seededRandom(7)
  for (let run = 0; run < Number(process.env['ETALON_FUZZ'] ?? 2000); run++) {
    const text = Buffer.from(mutateBytes(whole, random)).toString('utf8')
    try {
      for (const { path, size, digest } of readListing(text, about).files) {
        expect(isSafePath(path) && Number.isSafeInteger(size) && size >= 0 && /^[0-9a-f]+$/.test(digest.hex)).toBe(true)
      }
    } catch (error) {
      if (!(error instanceof HubFault)) throw error
    }
  }
})
