import fc from 'fast-check'
import markdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { codeSpan, inertInline, quote } from '../../../src/main/engine/findings/quote.ts'

const markdown = markdownIt({ html: true, linkify: true })

/** Every block and inline element that the rendered Markdown has. */
function elements(html: string): string[] {
  return [...new Set([...html.matchAll(/<([a-z0-9]+)/g)].map((match) => match[1] ?? ''))].sort()
}

/** What a reader sees, without the quotation's own elements. */
function visible(html: string): string {
  return html
    .replaceAll('<br>\n', '\n')
    .replace(/<\/p>\n<p>/g, '\n\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim()
}

const hostile = [
  '</blockquote><script>alert(1)</script>',
  '# heading\n## another',
  '```\nfence\n```',
  '~~~\nfence',
  '- list\n1. numbered\n* star',
  '[link](javascript:alert(1)) ![image](http://x/y.png) <http://auto.link> www.example.com me@example.com https://a.b',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '    indented code\n\ttab',
  'setext\n===\nother\n---',
  '&lt;b&gt; &#x3C; <!-- comment --> <![CDATA[x]]>',
  '[ref]: http://x "t"\n\n[ref]',
  '> nested\n>> deeper',
  'a\\\nb\\',
  '\u001b[31mred\u001b[0m \u202egnp.exe \u200b zero',
  '**bold** _em_ ~~strike~~ `code` $math$',
]

describe('a quotation in Markdown', () => {
  test.each(hostile)('%j stays inside and is read as it was written', (text) => {
    const html = markdown.render(`before\n\n${quote(text, [])}\n\nafter`)
    expect(elements(html).filter((each) => !['blockquote', 'br', 'p'].includes(each))).toEqual([])
    expect(html.match(/<blockquote>/g)).toHaveLength(1)
    expect(html).toContain('<p>after</p>')
  })

  test('any text stays inside, with all its printable characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const html = markdown.render(`before\n\n${quote(text, [])}\n\nafter`)
        expect(elements(html).filter((each) => !['blockquote', 'br', 'p'].includes(each))).toEqual([])
        expect(html).toContain('<p>after</p>')
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,80}$/), (text) => {
        expect(visible(markdown.render(quote(text, [])))).toBe(text)
      }),
    )
  })

  test('active tokens stand in brackets, joined where they touch, a leading space outside', () => {
    const marks = [
      { start: 7, end: 9, activation: 2 },
      { start: 9, end: 13, activation: 1 },
      { start: 13, end: 14, activation: 0 },
    ]
    expect(quote('I am so sorry.', marks)).toBe('> I am so «sorry».')
    expect(quote('x sorry', [{ start: 101, end: 107, activation: 1 }], 100)).toBe('> x «sorry»')
  })

  test('a line break that is active is seen inside the brackets', () => {
    expect(quote('end\n\nnext', [{ start: 3, end: 5, activation: 1 }])).toBe('> end«⏎⏎»\n>\n> next')
  })

  test('another pair of brackets is taken where the text holds the first', () => {
    expect(quote('«a» b', [{ start: 3, end: 5, activation: 1 }])).toBe('> «a» ⟦b⟧')
  })
})

describe('a token as code', () => {
  test.each([['`'], ['``a`'], [' '], ['a\nb'], ['|'], ['\t'], ['`a']])('%j is one code span', (token) => {
    const html = markdown.renderInline(`x ${codeSpan(token)} y`)
    expect(html).toMatch(/^x <code>[^<]*<\/code> y$/)
  })
})

test('a line of foreign text has no break and no markup', () => {
  expect(markdown.renderInline(inertInline('a\n<b> | `c`'))).toBe('a ⏎ &lt;b&gt; | `c`')
})
