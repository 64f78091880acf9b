import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MarkdownNode, markdownTree } from '../../../src/renderer/widgets/markdown-tree.ts'

const allowed = new Set('p h1 h2 h3 h4 h5 h6 blockquote ul ol li table thead tbody tr th td pre code em strong s hr br'.split(' '))
const tagsIn = (nodes: readonly MarkdownNode[]): string[] =>
  nodes.flatMap((node) => ('text' in node ? [] : [node.tag, ...tagsIn(node.children)]))
const textIn = (nodes: readonly MarkdownNode[]): string =>
  nodes.map((node) => ('text' in node ? node.text : textIn(node.children))).join('')

describe('markdownTree', () => {
  test('elements by their name', () => {
    expect(markdownTree('## A *b*\n\n- one\n- two\n')).toEqual([
      { tag: 'h2', children: [{ text: 'A ' }, { tag: 'em', children: [{ text: 'b' }] }] },
      {
        tag: 'ul',
        children: [
          { tag: 'li', children: [{ text: 'one' }] },
          { tag: 'li', children: [{ text: 'two' }] },
        ],
      },
    ])
    expect(markdownTree('3. x')[0]).toMatchObject({ tag: 'ol', start: 3 })
    expect(JSON.stringify(markdownTree('|a|\n|--:|\n|1|'))).toContain('"align":"right"')
  })

  test('HTML is text, links show where they lead, images are their description', () => {
    const tree = markdownTree('<img src=x onerror=alert(1)> [here](https://example.org/) ![a cat](https://example.org/cat.png)')
    expect(tagsIn(tree)).toEqual(['p'])
    expect(textIn(tree)).toBe('<img src=x onerror=alert(1)> here (https://example.org/) a cat')
  })

  test('nothing but the known elements comes out, whatever goes in', () => {
    const piece = fc.constantFrom(
      '<script>',
      '</b>',
      '[a](javascript:x)',
      '![',
      '](',
      '> ',
      '- ',
      '`',
      '```\n',
      '|',
      '\n',
      '&lt;',
      'a',
      '**',
      '#',
      '<a href=x>',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(tagsIn(markdownTree(pieces.join(''))).filter((tag) => !allowed.has(tag))).toEqual([])
      }),
    )
  })
})
