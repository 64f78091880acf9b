/** Columns of the latent table, in the order they come. */
export const columnNames = [
  'row',
  'starred',
  'latent',
  'label',
  'origin',
  'score',
  'documentFrequency',
  'tokenDensity',
  'maxActivation',
  'panes',
  'difference',
  'meaning',
] as const
type ColumnName = (typeof columnNames)[number]

/** A column as the user has it; `width` in rem, null: as it comes. */
export type LatentColumn = { readonly name: ColumnName; readonly shown: boolean; readonly width: number | null }

export const columnTitles: Readonly<Record<ColumnName, string>> = {
  row: 'Row number',
  starred: 'Star',
  latent: 'Latent',
  label: 'Label',
  origin: 'Origin',
  score: 'Score',
  documentFrequency: 'Frequency',
  tokenDensity: 'Density',
  maxActivation: 'Max',
  panes: 'Frequency in each pane',
  difference: 'Difference',
  meaning: 'Meaning',
}

const hiddenAtFirst: readonly ColumnName[] = ['row', 'origin', 'score']
/** Left out where there is little room, as long as nobody chose columns. */
const firstToGo: readonly ColumnName[] = ['tokenDensity', 'maxActivation']

export const usualColumns: readonly LatentColumn[] = columnNames.map((name) => ({
  name,
  shown: !hiddenAtFirst.includes(name),
  width: null,
}))

const widths: Readonly<Record<ColumnName, number>> = {
  row: 3,
  starred: 1.75,
  latent: 3.25,
  label: 9,
  origin: 5.5,
  score: 3.5,
  documentFrequency: 5.75,
  tokenDensity: 4.5,
  maxActivation: 3.5,
  panes: 4.25,
  difference: 10,
  meaning: 4.75,
}
/** The least and the greatest width, in rem. */
const columnWidths = [1.75, 40] as const
const roomy = 56
const narrow = 48

export const widthOf = ({ name, width }: LatentColumn): number => width ?? widths[name]

/** Columns that are drawn: what there is nothing to show for is left out. @param width of the table, in rem */
export function drawnColumns(
  columns: readonly LatentColumn[],
  { width, panes, byMeaning }: { readonly width: number; readonly panes: number; readonly byMeaning: boolean },
): readonly LatentColumn[] {
  const asTheyCome = columns.every((column, at) => sameColumn(column, usualColumns[at]!))
  return columns
    .filter(({ name, shown }) => {
      if (name === 'meaning') return shown && byMeaning
      if (name === 'panes') return shown && panes > 0
      if (name === 'difference' && panes < 2) return false
      const goes = firstToGo.includes(name) || (byMeaning && name === 'difference')
      return shown && !(asTheyCome && width < narrow && goes)
    })
    .map((column) => {
      if (column.width !== null || column.name !== 'difference') return column
      return { ...column, width: width >= roomy ? 14 : width < narrow ? 8.5 : 10 }
    })
}

/** The columns as a CSS grid, and its least width in rem. The label takes what is left. */
export function columnGrid(drawn: readonly LatentColumn[], panes: number): { readonly template: string; readonly least: number } {
  const parts = drawn.map((column) => {
    const width = widthOf(column)
    if (column.name === 'panes') return `repeat(${panes}, ${width}rem)`
    return column.name === 'label' ? `minmax(${width}rem, 1fr)` : `${width}rem`
  })
  const least = drawn.reduce((sum, column) => sum + widthOf(column) * (column.name === 'panes' ? panes : 1), 0)
  return { template: `1.75rem ${parts.join(' ')}`, least: least + 1.75 }
}

export const withColumn = (
  columns: readonly LatentColumn[],
  name: ColumnName,
  change: Partial<Pick<LatentColumn, 'shown' | 'width'>>,
): readonly LatentColumn[] => columns.map((column) => (column.name === name ? { ...column, ...change } : column))

/** The columns with one at the place that another has. */
export function withColumnAt(columns: readonly LatentColumn[], name: ColumnName, place: number): readonly LatentColumn[] {
  const from = columns.findIndex((column) => column.name === name)
  const column = columns[from]
  if (column === undefined || place < 0 || place >= columns.length) return columns
  return columns.toSpliced(from, 1).toSpliced(place, 0, column)
}

export const boundedWidth = (width: number): number =>
  Math.round(4 * Math.min(columnWidths[1], Math.max(columnWidths[0], width))) / 4

/** Columns from what was stored, whatever that is: unknown ones go, missing ones come last. */
export function columnsIn(stored: unknown): readonly LatentColumn[] {
  if (!Array.isArray(stored)) return usualColumns
  const known = new Map<ColumnName, LatentColumn>()
  for (const each of stored as readonly Partial<Record<string, unknown>>[]) {
    const name = columnNames.find((column) => column === each?.['name'])
    const width = each?.['width']
    if (name !== undefined && !known.has(name))
      known.set(name, { name, shown: each['shown'] === true, width: typeof width === 'number' ? boundedWidth(width) : null })
  }
  return [...known.values(), ...usualColumns.filter(({ name }) => !known.has(name))]
}

const sameColumn = (a: LatentColumn, b: LatentColumn) => a.name === b.name && a.shown === b.shown && a.width === b.width
