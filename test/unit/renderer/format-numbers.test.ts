import { expect, test } from 'vitest'
import {
  formatActivation,
  formatBytes,
  formatCount,
  formatDuration,
  formatPoints,
  formatShare,
} from '../../../src/renderer/widgets/format-numbers.ts'

const plain = (text: string) => text.replaceAll('\u202f', ' ')

test('numbers are short and honest', () => {
  expect(formatCount(41203)).toBe('41,203')
  expect([0, 0.00001, 0.0123, 0.123, 0.9994, 1].map((share) => plain(formatShare(share)))).toEqual([
    '0 %',
    '< 0.01 %',
    '1.23 %',
    '12.3 %',
    '99.9 %',
    '100 %',
  ])
  expect([0.042, -0.0031, 0.5, 0].map(formatPoints)).toEqual(['+4.20', '−0.31', '+50.0', '0.00'])
  expect([0, 3.14159, 0.02099, 128.4, 99.96].map(formatActivation)).toEqual(['0', '3.14', '0.0210', '128', '100'])
  expect([12, 1500, 2_345_678].map((bytes) => plain(formatBytes(bytes)))).toEqual(['12 B', '1.50 kB', '2.35 MB'])
  expect([4, 125, 600, 4320].map(formatDuration)).toEqual(['4 s', '2 min 5 s', '10 min', '1 h 12 min'])
})
