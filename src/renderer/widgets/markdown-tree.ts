import MarkdownIt, { type Token } from 'markdown-it'

/** A Markdown text as a tree: elements by their HTML name, and text. Nothing in it is HTML of the author's own. */
export type MarkdownNode =
  | { readonly text: string }
  | { readonly tag: string; readonly start?: number; readonly align?: string; readonly children: readonly MarkdownNode[] }

const parser = new MarkdownIt({ html: false, linkify: false })
const tags = new Set('p h1 h2 h3 h4 h5 h6 blockquote ul ol li table thead tbody tr th td pre code em strong s hr br'.split(' '))

/** The tree of a Markdown text. Links are their text and address, images their description: neither is followed or fetched. */
export function markdownTree(markdown: string): readonly MarkdownNode[] {
  return nodesOf(parser.parse(markdown, {}))
}

function nodesOf(tokens: readonly Token[]): readonly MarkdownNode[] {
  const root: MarkdownNode[] = []
  const open: { readonly token: Token; readonly children: MarkdownNode[] }[] = []
  for (const token of tokens) {
    const siblings = open.at(-1)?.children ?? root
    if (token.nesting === 1) open.push({ token, children: [] })
    else if (token.nesting === -1) {
      const closed = open.pop()
      if (closed !== undefined) (open.at(-1)?.children ?? root).push(...elementOf(closed.token, closed.children))
    } else siblings.push(...leafOf(token))
  }
  return root
}

function elementOf(token: Token, children: readonly MarkdownNode[]): readonly MarkdownNode[] {
  // Paragraphs of tight lists are hidden: their content stands in the item itself.
  if (token.hidden) return children
  if (token.type === 'link_open') {
    const address = String(token.attrGet('href') ?? '')
    const said = children.length === 1 && 'text' in (children[0] ?? {}) && (children[0] as { text: string }).text === address
    return said ? children : [...children, { text: ` (${address})` }]
  }
  if (!tags.has(token.tag)) return children
  const start = Number(token.attrGet('start') ?? Number.NaN)
  const align = /right|center/.exec(String(token.attrGet('style') ?? ''))?.[0]
  return [{ tag: token.tag, children, ...(Number.isNaN(start) ? {} : { start }), ...(align === undefined ? {} : { align }) }]
}

function leafOf(token: Token): readonly MarkdownNode[] {
  switch (token.type) {
    case 'inline':
      return nodesOf(token.children ?? [])
    case 'hardbreak':
      return [{ tag: 'br', children: [] }]
    case 'softbreak':
      return [{ text: '\n' }]
    case 'hr':
      return [{ tag: 'hr', children: [] }]
    case 'code_inline':
      return [{ tag: 'code', children: [{ text: token.content }] }]
    case 'fence':
    case 'code_block':
      return [{ tag: 'pre', children: [{ tag: 'code', children: [{ text: token.content }] }] }]
    case 'image':
      return [{ text: token.content }]
    default:
      return token.content === '' ? [] : [{ text: token.content }]
  }
}
