import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonValues } from '../../../src/main/engine/labels/answers/json-values.ts'
import { readLabelAnswer } from '../../../src/main/engine/labels/answers/label-answer.ts'
import { readNameAnswer, readOrder, readSummaryAnswer } from '../../../src/main/engine/labels/answers/other-answers.ts'
import { readVerdicts } from '../../../src/main/engine/labels/answers/verdicts.ts'

describe('jsonValues', () => {
  test('finds values whatever stands around them', () => {
    const value = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
    const around = fc.constantFrom(
      '',
      'Sure! Here it is:\n```json\n',
      '```',
      " That's all.",
      '\n',
      '<think>{"no": 1}</think>',
      'as {asked} for',
    )
    fc.assert(
      fc.property(value, around, around, (object, before, after) => {
        if (after.includes('</think>')) return
        expect(jsonValues(`${before}${JSON.stringify(object)}${after}`)).toEqual([JSON.parse(JSON.stringify(object))])
      }),
    )
  })

  test('forgives commas at the end, and nothing inside strings', () => {
    expect(jsonValues('{"a": [1, 2,],\n}')).toEqual([{ a: [1, 2] }])
    expect(jsonValues('{"a": ",]", "b": "\\",}"}')).toEqual([{ a: ',]', b: '",}' }])
    expect(jsonValues("{'a': 1}")).toEqual([])
    expect(jsonValues('{"a": 1')).toEqual([])
  })

  test('gives up on what is made to be slow', () => {
    expect(jsonValues('{'.repeat(150_000))).toEqual([])
    expect(jsonValues(`${'{'.repeat(300_000)}`)).toEqual([])
    expect(jsonValues(`"${',\n'.repeat(50_000)}"`)).toEqual([])
  })
})

describe('readLabelAnswer', () => {
  test.each([
    [
      '```json\n{"label": " the word\\n\'but\' ", "description": "This text contains but.", "explanation": "e",}\n```',
      "the word 'but'",
    ],
    ['{"label": null, "description": "", "explanation": "nothing shared"}', null],
    ['{"label": "none"}', null],
  ])('reads %j', (answer, label) => {
    expect(readLabelAnswer(answer)).toMatchObject({ label })
  })

  test.each([
    '',
    'I cannot help with that.',
    '{"label": 7}',
    '{"label": ""}',
    '{"name": "x"}',
    `{"label": "${'x'.repeat(401)}"}`,
    '["label"]',
  ])('is missing for %j', (answer) => {
    expect(readLabelAnswer(answer)).toBeNull()
  })

  test('is missing where two answers differ, and not where they agree', () => {
    expect(readLabelAnswer('{"label": "a"} or {"label": "b"}')).toBeNull()
    expect(readLabelAnswer('{"label": "a"} again {"label": "a"}')?.label).toBe('a')
  })
})

describe('readVerdicts', () => {
  test.each([
    ['{"1": true, "2": false, "3": true}', [true, false, true]],
    ['{"1": "yes", "2": "No", "3": 0}', [true, false, false]],
    ['{"2": true}', [null, true, null]],
    ['{"1": true, "2": "perhaps", "3": null}', [true, null, null]],
    ['[true, false, true]', [true, false, true]],
    ['{"answers": {"1": true, "2": false, "3": false}}', [true, false, false]],
    ['{"1": true, "2": false, "3": false, "note": "sure"}', [true, false, false]],
  ])('%s', (answer, verdicts) => {
    expect(readVerdicts(answer, 3)).toEqual(verdicts)
  })

  test.each([
    'Passages 1 and 3 fit.',
    '{}',
    '{"0": true, "1": false, "2": true}',
    '{"1": true, "2": true, "3": true, "4": true}',
    '[true, false]',
    '[1, 3]',
    '{"1": true} but no, {"1": false}',
    '{"1": "maybe"}',
  ])('is missing for %s', (answer) => {
    expect(readVerdicts(answer, 3)).toBeNull()
  })

  test('never takes a mention of a passage for a verdict', () => {
    expect(readVerdicts('See passage [1].', 1)).toBeNull()
  })
})

test('a summary is what is complete of it', () => {
  const good = { text: 'This document greets.', more: 'second', latents: [3, '4', 3] }
  const bad = [
    { text: 'x', more: 'both', latents: [1] },
    { text: 'x', more: 'first', latents: [] },
    { text: 'x', more: 'first', latents: [-1] },
    7,
  ]
  expect(readSummaryAnswer(JSON.stringify({ hypotheses: [good, ...bad] }))).toEqual([{ ...good, latents: [3, 4] }])
  expect(readSummaryAnswer(JSON.stringify({ hypotheses: bad }))).toBeNull()
  expect(readSummaryAnswer('{"hypotheses": []}')).toEqual([])
  expect(readSummaryAnswer('{"hypotheses": "none"}')).toBeNull()
})

test('a name needs its description', () => {
  expect(readNameAnswer('{"name": "Cooking  recipes", "description": "This document tells how to cook."}')?.name).toBe(
    'Cooking recipes',
  )
  expect(readNameAnswer('{"name": "Cooking"}')).toBeNull()
})

test('an order has every document once', () => {
  expect(readOrder('{"order": [2, 3, 1]}', 3)).toEqual([1, 2, 0])
  expect(readOrder('[3, "1", 2]', 3)).toEqual([2, 0, 1])
  for (const wrong of ['{"order": [1, 2]}', '{"order": [1, 2, 2]}', '{"order": [0, 1, 2]}', '{"order": [1, 2, 4]}', '3 > 1 > 2']) {
    expect(readOrder(wrong, 3)).toBeNull()
  }
})
