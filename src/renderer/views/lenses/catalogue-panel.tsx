import type { ReactNode } from 'react'
import type { CatalogueEntry } from '../../../contract/lenses.ts'
import { useLensCatalogue } from '../../client/lens-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatBytes, formatCount } from '../../widgets/format-numbers.ts'
import { HubNote } from './hub-note.tsx'
import styles from './lenses.module.css'

/** Readers and SAEs that are known to belong together, with what each would take on this machine. */
export function CataloguePanel({ onAdd }: { onAdd: (entry: CatalogueEntry) => void }): ReactNode {
  const { data: catalogue, error, refetch } = useLensCatalogue()
  return (
    // It scrolls, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['page']} role="region" aria-label="Known lenses" tabIndex={0}>
      <HubNote />
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : catalogue === undefined ? (
        <Loading label="Measuring this machine, to estimate speeds" />
      ) : (
        <>
          <table className={styles['table']}>
            <caption>
              Sizes are about right; the plan says them exactly. Tokens a second are an estimate for this machine’s processor.
            </caption>
            <thead>
              <tr>
                <th scope="col">Lens</th>
                <th scope="col" className={styles['number']}>
                  Latents
                </th>
                <th scope="col" className={styles['number']}>
                  Download
                </th>
                <th scope="col" className={styles['number']}>
                  Memory
                </th>
                <th scope="col" className={styles['number']}>
                  Tokens/s
                </th>
                <th scope="col">Labels</th>
                <th scope="col">Licence</th>
                <th scope="col">
                  <span className="unseen">Add</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {catalogue.map((entry) => (
                <Row key={entry.name} entry={entry} onAdd={onAdd} />
              ))}
            </tbody>
          </table>
          <p className={styles['muted']}>
            Labels of Neuronpedia are not on the hub: download the explanations of the source named here from neuronpedia.org, under
            its exports, and give the folder to “Labels…” of the lens.
          </p>
        </>
      )}
    </div>
  )
}

function Row({ entry, onAdd }: { entry: CatalogueEntry; onAdd: (entry: CatalogueEntry) => void }) {
  const { name, title, note, latents, download, memory, tokensPerSecond, labels, license, gated, reader, installed } = entry
  return (
    <tr>
      <th scope="row">
        {title}
        <span className={styles['muted']}>{note}</span>
      </th>
      <td className={styles['number']}>{formatCount(latents)}</td>
      <td className={styles['number']}>
        {reader === null && 'SAE '}
        {formatBytes(download)}
      </td>
      <td className={styles['number']}>{formatBytes(memory)}</td>
      <td className={styles['number']}>{formatCount(Number(tokensPerSecond.toPrecision(2)))}</td>
      <td>{labels ?? 'none known'}</td>
      <td>
        {license}
        {gated && <span className={styles['muted']}>Gated: its terms must be accepted on its page first.</span>}
      </td>
      <td>
        {installed === null ? (
          <Button icon="plus" aria-label={`Add ${name}`} onClick={() => onAdd(entry)}>
            Add…
          </Button>
        ) : (
          <span className={styles['muted']}>here, as {installed}</span>
        )}
      </td>
    </tr>
  )
}
