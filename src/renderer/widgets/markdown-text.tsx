import { createElement, type ReactNode, useMemo } from 'react'
import styles from './markdown-text.module.css'
import { type MarkdownNode, markdownTree } from './markdown-tree.ts'
import { partsOf } from './visible-parts.tsx'

/** Headings of the text begin below those of the place it stands in. */
type Props = { readonly markdown: string; readonly headingsFrom?: 1 | 2 | 3 | 4 }

/** Markdown as it reads: built element by element, so that nothing in it can be more than text. */
export function MarkdownText({ markdown, headingsFrom = 1 }: Props): ReactNode {
  const tree = useMemo(() => markdownTree(markdown), [markdown])
  return <div className={styles['markdown']}>{tree.map((node, index) => shown(node, index, headingsFrom))}</div>
}

const empty = new Set(['br', 'hr'])

function shown(node: MarkdownNode, key: number, headingsFrom: number): ReactNode {
  if ('text' in node) return <span key={key}>{partsOf(node.text, 'keep')}</span>
  const level = /^h(\d)$/.exec(node.tag)?.[1]
  const tag = level === undefined ? node.tag : `h${Math.min(6, Number(level) + headingsFrom - 1)}`
  const children = node.children.map((child, index) => shown(child, index, headingsFrom))
  return createElement(
    tag,
    {
      key,
      ...(node.start === undefined ? {} : { start: node.start }),
      ...(node.align === undefined ? {} : { style: { textAlign: node.align } }),
    },
    ...(empty.has(tag) ? [] : [children]),
  )
}
