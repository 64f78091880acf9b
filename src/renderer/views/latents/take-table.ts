import type { TableColumnName } from '../../../contract/latent-table.ts'
import { api } from '../../client/api.ts'
import { download } from '../../client/download.ts'
import type { LatentColumn } from '../../client/latent-columns.ts'
import { notify, notifyError } from '../../client/notices.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { formatCount } from '../../widgets/format-numbers.ts'

export type TakenFormat = 'csv' | 'jsonl' | 'parquet' | 'markdown'

/** The shown columns as an export names them; a flag stands beside its label. */
const exported = (columns: readonly LatentColumn[]): TableColumnName[] =>
  columns.flatMap(({ name }): readonly TableColumnName[] => (name === 'row' ? [] : name === 'label' ? ['label', 'flag'] : [name]))

const asked = (table: LatentTable, columns: readonly LatentColumn[], latents: ReadonlySet<number> | null, format: TakenFormat) => ({
  ...table,
  ...(latents === null ? {} : { among: [...latents] }),
  columns: exported(columns),
  format,
})

type Taken = [table: LatentTable, columns: readonly LatentColumn[], latents: ReadonlySet<number> | null, format: TakenFormat]

/** Gives the rows shown, or those of some latents, as a file. */
export async function saveTable(...taken: Taken): Promise<void> {
  try {
    const { name, rows, bytes } = await api.latents.export.query(asked(...taken))
    download(name, new Blob([Uint8Array.from(bytes)]))
    notify({ text: `${name}: ${formatCount(rows)} ${rows === 1 ? 'latent' : 'latents'}` })
  } catch (error) {
    notifyError(error)
  }
}

/** The same for the clipboard. */
export async function copyTable(...taken: Taken): Promise<void> {
  try {
    const { rows, bytes } = await api.latents.export.query(asked(...taken))
    await navigator.clipboard.writeText(new TextDecoder().decode(bytes))
    notify({ text: `Copied: ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}` })
  } catch (error) {
    if (error instanceof DOMException)
      notify({ tone: 'error', text: 'The clipboard could not be written.', hint: 'Allow this page to use it, or save a file.' })
    else notifyError(error)
  }
}
