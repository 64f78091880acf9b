import { readFileSync } from 'node:fs'
import markdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import type { ListedFinding } from '../../../src/contract/findings.ts'
import { htmlReport } from '../../../src/main/engine/findings/html-report.ts'
import { reportColours } from '../../../src/main/engine/findings/html-style.ts'
import { inertMarkdown, noteHtml } from '../../../src/main/engine/findings/notes.ts'
import { markdownReport, type ReportInput } from '../../../src/main/engine/findings/report.ts'
import { hostileTexts } from '../../support/hostile-corpus.ts'

const finding: ListedFinding = {
  id: 1,
  kind: 'latent',
  title: 'a title',
  note: '',
  evidence: { latent: 3, label: 'numbers', labelOrigin: 'person', topTokens: [], frequencies: [], quotations: [] },
  settings: { etalon: '0.1.0', lens: 'a', lensHash: 'abcdef', hook: 'x', presence: 'above 0' },
  figure: false,
  stale: null,
  sameAs: null,
  analysis: null,
  createdAt: '2026-11-21T10:00:00Z',
  updatedAt: '2026-11-21T10:00:00Z',
}
const section = (title: string, note: string): ListedFinding => ({ ...finding, id: 90, kind: 'section', title, note })
const report = (findings: readonly ListedFinding[]): ReportInput => ({
  project: 'p',
  etalon: '0.1.0',
  at: '2026-11-21T10:00:00Z',
  findings,
  labels: [],
  notes: [],
})
const markdown = (findings: readonly ListedFinding[]) => [...markdownReport(report(findings), () => 'plots/1.svg')].join('')
const html = (findings: readonly ListedFinding[]) =>
  [...htmlReport(report(findings), () => 'data:image/svg+xml;base64,AA==')].join('')

test('sections stand between findings, are not counted, and their findings stand below them', () => {
  const of = [finding, section('Second part', 'In *short*.'), { ...finding, id: 2, title: 'another' }, section('', 'Only text.')]
  expect(markdown(of).match(/^#+ .*$/gm)).toEqual([
    '# p: findings',
    '### 1. a title',
    '## Second part',
    '### 2. another',
    '## How these were made',
  ])
  expect(markdown(of)).toContain('\n\nOnly text.\n\n')
  expect(markdown(of)).toContain('- Findings 1, 2: Etalon 0.1.0; lens a (abcdef, x); above 0.')
  expect(markdown([finding])).toContain('\n## 1. a title\n')
  expect(html(of)).toMatch(/2 findings\.[^]*<h2><bdi>Second part<\/bdi><\/h2>\n<p>In <em>short<\/em>\.<\/p>/)
})

test('what changed since, what is kept twice, and a plot are told in both', () => {
  const again = { ...finding, id: 2, sameAs: 1, stale: 'It is now labelled “digits”.', figure: true }
  expect(markdown([finding, again])).toContain('**Changed since it was kept:** It is now labelled “digits”.')
  expect(markdown([finding, again])).toContain('The same as finding 1, kept again.')
  expect(markdown([finding, again])).toContain('![Plot: a title](plots/1.svg)')
  expect(html([finding, again])).toContain('The same as <a href="#finding-1">finding 1</a>')
  expect(html([finding, again])).toContain('<img src="data:image/svg+xml;base64,AA==" alt="Plot: a title">')
})

test('tokens are shaded by their share of the finding’s most active one', () => {
  const marks = [
    { start: 10, end: 13, activation: 8 },
    { start: 13, end: 17, activation: 1 },
    { start: 17, end: 19, activation: 4 },
  ]
  const quotation = { corpus: 'c', channel: 't', document: 'd', text: 'one two\n\nthree', from: 10, marks, activation: 8 }
  expect(html([{ ...finding, evidence: { ...finding.evidence, quotations: [quotation] } }])).toContain(
    '<mark class="h8" title="activation 8.00">one</mark> <mark class="h1" title="activation 1.00">two</mark><mark class="h4" title="activation 4.00">⏎⏎</mark>\n\nthree',
  )
})

describe('notes of foreign hands', () => {
  const reader = markdownIt({ html: true, linkify: true })
  const texts = [
    ...hostileTexts.map(({ text }) => text),
    '[a](<javascript:alert(1)>) [b](\u0001javascript:alert(1)) [c]: javascript:alert(1)\n\n[c]',
    '[r]: data:text/html,x\n\n[r] ![r] ![](//x/y.png)',
    '<b\nonclick=alert(1)>x</b> <!-- <script> -->',
  ]
  test.each(texts)('%j makes no HTML, image or script in another reader', (note) => {
    const shown = reader.render(inertMarkdown(note))
    expect(shown).not.toMatch(/<(?!\/?(?:p|h\d|em|strong|s|code|pre|ul|ol|li|blockquote|hr|br|table|thead|tbody|tr|t[hd]|a)\b)/)
    expect(shown).not.toMatch(/<[^>]*\son\w+=|href="(?!https?:|\/\/|mailto:|#)/i)
  })
  test.each(texts)('%j makes only plain elements in HTML', (note) => {
    expect(noteHtml(note)).not.toMatch(
      /<(?!\/?(?:p|h[456]|em|strong|s|code|pre|ul|ol|li|blockquote|hr|br|table|thead|tbody|tr|t[hd])[\s/>])/,
    )
    expect(noteHtml(note)).not.toMatch(/<[^>]*\s(?:on\w+|href|src|style)=/i)
  })
  test('a plain note stays as it was written', () => {
    const note = '## Why\n\n- *a*: `x < y` [there](https://a.org/b)\n\n1 < 2'
    expect(inertMarkdown(note)).toBe(note)
    expect(noteHtml(note)).toContain('<h5>Why</h5>')
    expect(noteHtml(note)).toContain('there (https://a.org/b)')
  })
})

test('its colours are the app’s', () => {
  const tokens = readFileSync(new URL('../../../src/renderer/app/tokens.css', import.meta.url), 'utf8')
  const [light = '', dark = ''] = [/:root[^{]*\{([^}]*)\}/, /\[data-theme='dark'\](?:,[^{]*)? \{([^}]*)\}/].map(
    (theme) => theme.exec(tokens)?.[1],
  )
  for (const [theme, colours] of [
    [light, reportColours.light],
    [dark, reportColours.dark],
  ] as const)
    for (const [name, value] of Object.entries(colours)) expect(theme).toContain(`--${name}: ${value};`)
})
