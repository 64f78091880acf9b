import { expect, test } from 'vitest'
import { lensRequest } from '../../../src/contract/lenses.ts'
import { emptyLensDraft, hooksOf, missingIn, requestOf } from '../../../src/renderer/views/lenses/lens-draft.ts'

const full = { ...emptyLensDraft, reader: ' Xenova/gpt2 ', sae: '/saes' }

test('what is missing is said until it can be planned', () => {
  expect(missingIn(emptyLensDraft, null)).toBe('Name the reader.')
  expect(missingIn({ ...full, sae: ' ' }, null)).toBe('Name the SAE.')
  expect(missingIn({ ...full, name: 'a b' }, null)).toContain('letters, digits')
  expect(missingIn({ ...full, name: 'a-b.1' }, null)).toBeNull()
})

test('a request holds what was said and nothing else, as the contract has it', () => {
  expect(requestOf(full, null)).toEqual({ reader: 'Xenova/gpt2', sae: '/saes', as: 'raw' })
  const request = requestOf(
    {
      ...full,
      chosenSae: '/saes/8',
      hook: 'blocks.8.hook_resid_pre',
      outer: 'bos',
      labels: ' l.csv ',
      name: 'n',
      k: 32,
      centre: true,
    },
    null,
  )
  expect(request).toEqual({
    reader: 'Xenova/gpt2',
    sae: '/saes/8',
    as: 'raw',
    hook: 'blocks.8.hook_resid_pre',
    outer: 'bos',
    labels: 'l.csv',
    name: 'n',
    k: 32,
    centre: true,
  })
  expect(lensRequest.parse(request)).toEqual(request)
})

test('a reader of n blocks has a place before them and one after each', () => {
  expect(hooksOf(2)).toEqual(['blocks.0.hook_resid_pre', 'blocks.0.hook_resid_post', 'blocks.1.hook_resid_post'])
})
