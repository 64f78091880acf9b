import type { ReactNode } from 'react'
import { boundedWidth, columnTitles, usualColumns, widthOf, withColumn, withColumnAt } from '../../client/latent-columns.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import styles from './tools.module.css'

const step = 0.75

/** Which columns the table has, in which order, how wide. */
export function ColumnsFields(): ReactNode {
  const columns = useWorkbench((state) => state.table.columns)
  const change = useWorkbench((state) => state.changeTable)
  return (
    <div className={styles['stack']}>
      <ul className={styles['columns']} aria-label="Columns">
        {columns.map((column, place) => {
          const { name, shown } = column
          const title = columnTitles[name]
          const widen = (by: number) =>
            change({ columns: withColumn(columns, name, { width: boundedWidth(widthOf(column) + by) }) })
          return (
            <li key={name}>
              <label>
                <input
                  type="checkbox"
                  checked={shown}
                  disabled={name === 'label'}
                  onChange={({ target }) => change({ columns: withColumn(columns, name, { shown: target.checked }) })}
                />
                {title}
              </label>
              <IconButton
                icon="arrow-up"
                label={`${title}: further left`}
                disabled={place === 0}
                onClick={() => change({ columns: withColumnAt(columns, name, place - 1) })}
              />
              <IconButton
                icon="arrow-down"
                label={`${title}: further right`}
                disabled={place === columns.length - 1}
                onClick={() => change({ columns: withColumnAt(columns, name, place + 1) })}
              />
              <IconButton icon="chevron-left" label={`${title}: narrower`} onClick={() => widen(-step)} />
              <IconButton icon="chevron-right" label={`${title}: wider`} onClick={() => widen(step)} />
            </li>
          )
        })}
      </ul>
      <div className={styles['foot']}>
        <p className={styles['hint']}>Or drag the heads: their names move, their right edges widen.</p>
        <Button kind="quiet" onClick={() => change({ columns: usualColumns })}>
          As usual
        </Button>
      </div>
    </div>
  )
}
