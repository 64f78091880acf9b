import type { ReactNode } from 'react'
import type { LatentTable } from '../../client/row-queries.ts'
import type { LatentColumn } from '../../client/latent-columns.ts'
import { Button } from '../../widgets/button.tsx'
import { copyTable, saveTable, type TakenFormat } from './take-table.ts'
import styles from './tools.module.css'

type Props = {
  readonly table: LatentTable
  readonly columns: readonly LatentColumn[]
  /** Only these; null: all rows shown. */
  readonly latents: ReadonlySet<number> | null
}

const files: readonly { readonly format: TakenFormat; readonly title: string }[] = [
  { format: 'csv', title: 'CSV' },
  { format: 'jsonl', title: 'JSONL' },
  { format: 'parquet', title: 'Parquet' },
]

/** Takes rows away, as a file or by the clipboard, with the columns that are shown. */
export function TakeFields({ table, columns, latents }: Props): ReactNode {
  return (
    <div className={styles['stack']}>
      <span className={styles['name']}>Save as a file</span>
      <span className={styles['row']}>
        {files.map(({ format, title }) => (
          <Button key={format} onClick={() => void saveTable(table, columns, latents, format)}>
            {title}
          </Button>
        ))}
      </span>
      <span className={styles['name']}>Copy</span>
      <span className={styles['row']}>
        <Button onClick={() => void copyTable(table, columns, latents, 'csv')}>as CSV</Button>
        <Button onClick={() => void copyTable(table, columns, latents, 'markdown')}>as Markdown</Button>
      </span>
      <p className={styles['hint']}>
        {latents === null ? 'All rows of the table, also those out of sight.' : 'The ticked latents, in the order of the table.'}
      </p>
    </div>
  )
}
