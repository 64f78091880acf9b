import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainDrawing } from '../../../src/main/engine/findings/drawing.ts'

const drawn = (inside: string) => plainDrawing(`<svg viewBox="0 0 10 10">${inside}</svg>`)
const empty = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"></svg>'

test('what draws stays: shapes, text, gradients by their names', () => {
  const plot =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>a &amp; b</title><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs><g transform="translate(1 2)"><path d="M0 0L1 1" fill="url(#g)" style="stroke:#000;stroke-width:2"/><text x="1" text-anchor="end">5 &lt; 6</text></g></svg>'
  expect(plainDrawing(plot)).toBe(plot)
  expect(plainDrawing(`<?xml version="1.0"?>\n<!DOCTYPE svg>\n<!-- made by hand -->${plot}\n`)).toBe(plot)
})

describe('what could run, fetch or hide', () => {
  test.each([
    '<script>alert(1)</script>',
    '<script href="http://x/y.js"/>',
    '<foreignObject><iframe src="http://x"></iframe></foreignObject>',
    '<style>@import url(http://x)</style>',
    '<image href="http://x/y.png"/>',
    '<a href="javascript:alert(1)"><g></g></a>',
    '<use href="#loop"/>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<set attributeName="onload" to="alert(1)"/>',
    '<feImage href="http://x"/>',
    '<SCRIPT>alert(1)</SCRIPT>',
    '<svg:script>alert(1)</svg:script>',
  ])('%s is left out with its content', (element) => expect(drawn(element)).toBe(empty))

  test.each([
    'onload="alert(1)"',
    'href="http://x"',
    'xlink:href="http://x"',
    'class="a"',
    'fill="url(http://x#g)"',
    'fill="&#117;rl(http://x)"',
    'fill="url(&quot;//x&quot;)"',
    String.raw`style="fill:u\72l(http://x)"`,
    'style="fill:url(//x)"',
    'style="background:url(//x)"',
    'style="fill:/**/url(//x)"',
    'clip-path="url(data:image/svg+xml,x#a)"',
    'xml:base="http://x"',
    'xmlns:a="http://x"',
  ])('%s is left out', (attribute) => expect(drawn(`<rect ${attribute}/>`)).toBe(empty.replace('><', '><rect/><')))

  test('text cannot become an element', () => {
    expect(drawn('<text>&lt;script&gt;<![CDATA[<script>]]>&#60;b&#0;</text>')).toContain(
      '<text>&lt;script&gt;&lt;script&gt;&lt;b\ufffd</text>',
    )
  })
})

test.each([
  '',
  'no drawing',
  '<svg>',
  '<svg></g></svg>',
  '<svg><g></svg></g>',
  '<svg/><svg/>',
  '<html><svg/></html>',
  '<svg onload=alert(1)/>',
  '<svg><![CDATA[',
  '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
  `<svg>${'<g>'.repeat(100)}${'</g>'.repeat(100)}</svg>`,
])('%s is refused', (text) => expect(() => plainDrawing(text)).toThrow(/no drawing that could be kept/))

test('whatever it is given, only known names come out, and doing it again changes nothing', () => {
  const word = fc.constantFrom(
    'svg',
    'g',
    'script',
    'path',
    'text',
    'a',
    'style',
    'onload',
    'fill',
    'href',
    'x',
    'url(#a)',
    'url(//x)',
  )
  const sign = fc.constantFrom(
    '<',
    '>',
    '</',
    '/>',
    '"',
    "'",
    '=',
    ' ',
    '&',
    ';',
    '&lt;',
    '&#60;',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(word, sign, fc.string({ maxLength: 4 })), { maxLength: 40 }), (pieces) => {
      let kept
      try {
        kept = plainDrawing(`<svg>${pieces.join('')}</svg>`)
      } catch {
        return
      }
      expect(kept).not.toMatch(/<\/?(?!\/?(?:svg|g|path|text)[\s/>])/)
      expect(kept).not.toMatch(/<[^>]*\s(?:on\w+|href|style)=/)
      expect(plainDrawing(kept)).toBe(kept)
    }),
    { numRuns: 500 },
  )
})
