import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import { chatTemplateOf, documentFrame, rawFrame } from '../../../src/main/engine/reader/chat/chat-template.ts'
import { tokenizeFramed } from '../../../src/main/engine/reader/chat/framed-document.ts'
import { parseTokenizerConfig } from '../../../src/main/engine/reader/tokenizer-config.ts'
import { tokenizerOfKind } from '../../support/tokenizer-kinds.ts'

type Golden = { template: string; user: string | null; assistant: string | null; assistant_after_user: string | null }
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../golden/chat/chat.json'), 'utf8')) as {
  document: string
  tokens: Record<string, string>
  of: Record<string, Golden>
}

describe.for(Object.entries(golden.of))('the frame of a template like %s', ([, { template, ...texts }]) => {
  test.for(['user', 'assistant'] as const)('holds a message of a %s as transformers renders it', async (role) => {
    const { before, after, trims } = await documentFrame({ source: template, tokens: golden.tokens }, role)
    const message = trims ? golden.document.trim() : golden.document
    expect(before + message + after).toBe(texts[role] ?? texts.assistant_after_user)
  })
})

test('the template is that of the file, else the one named default', () => {
  const config = parseTokenizerConfig(
    JSON.stringify({
      bos_token: { content: '<s>', lstrip: false },
      chat_template: [
        { name: 'tool_use', template: 'a' },
        { name: 'default', template: 'b' },
      ],
    }),
    'tokenizer_config.json',
  )
  expect(chatTemplateOf(config, null)).toEqual({ source: 'b', tokens: { bos_token: '<s>' } })
  expect(chatTemplateOf(config, 'c')?.source).toBe('c')
  expect(chatTemplateOf(null, null)).toBeNull()
})

const message = '{{ messages[-1].content }}'
test.for<[string, string]>([
  ['changes the text', '{{ messages[-1].content | upper }}'],
  ['changes the ends of a text otherwise', `{{ messages[-1].content.rstrip() }}`],
  ['holds the message twice', message + message],
  ['leaves the message out', 'Hello'],
  ['raises an error', `{{ raise_exception('No documents') }}`],
  ['is damaged', '{{ messages[-1'],
  ['doubles a list without end', '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}'],
  [
    'doubles a text without end',
    `{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}`,
  ],
  ['joins large texts', `{{ range(9000) | join('x' | indent(900000, true)) }}`],
  ['counts too far', '{% for i in range(10 ** 12) %}{% endfor %}'],
  ['takes too many steps', '{% for i in range(9000) %}{% for j in range(9000) %}x{% endfor %}{% endfor %}'],
  ['calls itself without end', '{% macro f(g) %}{{ g(g) }}{% endmacro %}{{ f(f) }}'],
  ['is nested without end', `{{ ${'('.repeat(20_000)}`],
])('a template that %s is refused', async ([, source]) => {
  const frame = documentFrame({ source, tokens: {} }, 'user')
  await expect(frame).rejects.toThrow(Failure)
  await expect(frame).rejects.toThrow(/^The reader's chat template cannot be used: .+\.$/)
})

test('a template reaches nothing but its variables', async () => {
  const source = `{{ process }}{{ require }}{{ globalThis }}{{ ''.constructor }}{{ messages.__proto__ }}${message}`
  expect(await documentFrame({ source, tokens: {} }, 'user')).toEqual({ before: '', after: '', trims: false })
})

describe('a document in a frame', () => {
  const tokenizer = tokenizerOfKind('llama-3')
  const frame = { before: '<|begin_of_text|>user\n\n', after: '<|eot_id|>', trims: true }
  const documents = fc.string({ unit: fc.constantFrom('a', ' word', '\n', ' ', '🦊', '.', '漢', '\ud800', '<|eot_id|>') })

  test('has its own tokens, at places of the document, between those of the frame', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { lead, document: own, trail } = tokenizeFramed(tokenizer, frame, document, 'bos')
        const whole = tokenizer.tokenize(frame.before + document.trim() + frame.after)
        expect([...lead, ...own.ids, ...trail]).toEqual([...whole.ids])
        let covered = document.length - document.trimStart().length
        for (let token = 0; token < own.ids.length; token++) {
          expect(own.starts[token]).toBeLessThanOrEqual(covered)
          expect(own.ends[token]).toBeGreaterThan(own.starts[token] ?? Infinity)
          covered = own.ends[token] ?? 0
        }
        if (document.trim() !== '') expect(covered).toBe(document.trimEnd().length)
        else expect(own.ids.length).toBe(0)
      }),
    )
  })

  test('leaves white space that a token of the frame swallows out of its own', () => {
    const t5 = tokenizerOfKind('t5')
    const mark = t5.tokenize('<extra_id_0>').ids[0]
    const framing = { before: '<extra_id_0>', after: '<extra_id_0>', trims: false }
    const { lead, document, trail } = tokenizeFramed(t5, framing, '  two words \n', 'none')
    expect([[...lead], [...trail]]).toEqual([[mark], [mark]])
    expect([document.starts[0], document.ends.at(-1)]).toEqual([2, 11])
    expect(tokenizeFramed(t5, framing, ' \n', 'none').document.ids).toHaveLength(0)
  })

  test('has one BOS, or what the tokenizer itself puts around it', () => {
    const bos = tokenizer.bos ?? -1
    expect([...tokenizeFramed(tokenizer, frame, 'text', 'bos').lead].filter((id) => id === bos)).toHaveLength(1)
    expect([...tokenizeFramed(tokenizer, rawFrame, 'text', 'bos').lead]).toEqual([bos])
    expect([...tokenizeFramed(tokenizer, rawFrame, 'text', 'none').lead]).toEqual([])
    const bert = tokenizerOfKind('bert-uncased')
    const { lead, document, trail } = tokenizeFramed(bert, rawFrame, ' some text', 'own')
    expect([[...lead], [...trail]]).toEqual([[2], [3]])
    expect(document.starts[0]).toBe(1)
  })
})
