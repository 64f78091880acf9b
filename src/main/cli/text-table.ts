import { stripVTControlCharacters } from 'node:util'

export type Column = { readonly title: string; readonly align?: 'left' | 'right'; readonly width?: number }

/** A table for a terminal: columns as wide as their widest cell, at most `width`. Cells are made inert first. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map((column) => column.title), ...rows.map((row) => row.map(inertLine))]
  const widths = columns.map((column, at) => Math.min(column.width ?? 60, Math.max(...cells.map((row) => lengthOf(row[at] ?? '')))))
  return cells
    .map((row) =>
      row
        .map((cell, at) => fit(cell, widths[at] ?? 0, columns[at]?.align ?? 'left'))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Text of a corpus on one terminal line: no escape sequence, control, bidirectional or line-breaking character survives. */
export function inertLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n|[\r\n\u2028\u2029]/g, '⏎')
    .replace(/\t/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
}

export function percent(share: number): string {
  return share > 0 && share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`
}

export function signedPercent(share: number): string {
  return `${share >= 0 ? '+' : '−'}${percent(Math.abs(share))}`
}

export function count(number: number): string {
  return number.toLocaleString('en-US')
}

/** `1 label`, `2 labels`. */
export function counted(number: number, one: string): string {
  return `${count(number)} ${one}${number === 1 ? '' : 's'}`
}

function lengthOf(text: string): number {
  return [...text].length
}

function fit(text: string, width: number, align: 'left' | 'right'): string {
  const points = [...text]
  const cut = points.length > width ? `${points.slice(0, Math.max(0, width - 1)).join('')}…` : text
  const space = ' '.repeat(Math.max(0, width - lengthOf(cut)))
  return align === 'right' ? space + cut : cut + space
}
