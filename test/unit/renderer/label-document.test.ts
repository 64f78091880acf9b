import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinLabel, longestLabel, longestNotes, sameLabel, splitLabel } from '../../../src/renderer/editor/label-document.ts'

describe('a label and its notes as one document', () => {
  test('the first line is the label, notes follow after an empty line or none', () => {
    expect(splitLabel('Apologies')).toEqual({ text: 'Apologies', notes: '' })
    expect(splitLabel(' Apologies \n\n# Why\n\nmany\n')).toEqual({ text: 'Apologies', notes: '# Why\n\nmany' })
    expect(splitLabel('Apologies\nnotes')).toEqual({ text: 'Apologies', notes: 'notes' })
    expect(splitLabel('Apologies\r\n\r\nnotes')).toEqual({ text: 'Apologies', notes: 'notes' })
    expect(splitLabel('\n\nnotes only')).toEqual({ text: '', notes: 'notes only' })
    expect(splitLabel('')).toEqual({ text: '', notes: '' })
  })

  test('what the contract would refuse is cut', () => {
    const { text, notes } = splitLabel(`${'x'.repeat(longestLabel + 9)}\n\n${'y'.repeat(longestNotes + 9)}`)
    expect([text.length, notes.length]).toEqual([longestLabel, longestNotes])
  })

  test('splitting what was joined gives the same', () => {
    const line = fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, '').trim())
    const notes = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '#', 'é', '🙂'), maxLength: 60 }).map((text) => text.trimEnd())
    fc.assert(
      fc.property(line, notes, (text, written) => {
        const label = { text, notes: written.replace(/^\n+/, '') }
        expect(sameLabel(splitLabel(joinLabel(label)), label)).toBe(true)
      }),
    )
  })
})
