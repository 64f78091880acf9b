import MarkdownIt, { type Token } from 'markdown-it'
import { escaped as escapedText } from './drawing.ts'
import { inertInline, showUnreadable } from './quote.ts'

const strict = new MarkdownIt({ html: true, linkify: false })
strict.validateLink = () => true

/**
 * A note in Markdown as Markdown that is safe in other readers too: without HTML, images and links that are no web or mail address.
 * A note that has none of them stays as it is but for characters that act instead of being read.
 */
export function inertMarkdown(note: string): string {
  const shown = showUnreadable(note.trim())
  if (isInert(shown)) return shown
  const escaped = shown
    .replaceAll('<', '&lt;')
    .replaceAll('![', '!\\[')
    .replace(/\](?=\(|\[|:)/g, '\\]')
  return isInert(escaped)
    ? escaped
    : shown
        .split(/\r\n|[\r\n\u2028\u2029]/)
        .map(inertInline)
        .join('\n')
}

function isInert(markdown: string): boolean {
  return strict.parse(markdown, {}).every(isInertToken)
}

function isInertToken(token: Token): boolean {
  if (['html_block', 'html_inline', 'image'].includes(token.type)) return false
  if (token.type === 'link_open' && !/^(?:https?:|mailto:|#)/i.test(String(token.attrGet('href') ?? ''))) return false
  return (token.children ?? []).every(isInertToken)
}

const plain = new MarkdownIt({ html: false, linkify: false })
// As in the app: a link is its text and its address, an image its description; neither is followed or fetched.
plain.renderer.rules['link_open'] = () => ''
plain.renderer.rules['link_close'] = (tokens, at) => {
  const opened = tokens.slice(0, at).findLast((token) => token.type === 'link_open')
  const address = String(opened?.attrGet('href') ?? '')
  return tokens[at - 1]?.content === address ? '' : ` (${escapedText(address)})`
}
plain.renderer.rules['image'] = (tokens, at) => escapedText(tokens[at]?.content ?? '')
plain.renderer.rules['heading_open'] = (tokens, at) => `<${below(tokens[at])}>`
plain.renderer.rules['heading_close'] = (tokens, at) => `</${below(tokens[at])}>`
plain.renderer.rules['fence'] = (tokens, at) => `<pre><code>${escapedText(tokens[at]?.content ?? '')}</code></pre>\n`

/** Headings of a note stand below those of the report. */
function below(token: Token | undefined): string {
  return `h${Math.min(6, Number(token?.tag.slice(1) ?? 3) + 3)}`
}

/** A note in Markdown as HTML of a few plain elements, with nothing in it of the author's own HTML. */
export function noteHtml(note: string): string {
  return plain.render(showUnreadable(note.trim())).replace(/ style="text-align:(?:left|right|center)"/g, '')
}
