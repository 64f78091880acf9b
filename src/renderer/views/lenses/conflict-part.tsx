import type { ReactNode } from 'react'
import type { ConflictChoice, LabelComparison } from '../../../contract/label-files.ts'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Segmented } from '../../widgets/segmented.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './lenses.module.css'

const choices: readonly { readonly value: ConflictChoice; readonly title: string }[] = [
  { value: 'keep', title: 'Keep what stands' },
  { value: 'take', title: 'Take the file’s' },
  { value: 'both', title: 'Keep, with the file’s in the history' },
]
/** More than these are decided together. */
const mostShown = 200

type Props = {
  readonly conflicts: LabelComparison['conflicts']
  readonly all: ConflictChoice
  readonly each: ReadonlyMap<number, ConflictChoice>
  readonly onAll: (choice: ConflictChoice) => void
  readonly onEach: (latent: number, choice: ConflictChoice) => void
}

/** Latents whose label stands otherwise: one choice for all, and another for single ones. */
export function ConflictPart({ conflicts: { person, machine, first }, all, each, onAll, onEach }: Props): ReactNode {
  const more = person + machine - Math.min(first.length, mostShown)
  return (
    <section className={styles['conflicts']} aria-label="Labels that stand otherwise">
      <h4>Where another label stands</h4>
      <Segmented label="For all of them" options={choices} value={all} onChange={onAll} />
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col" className={styles['number']}>
                Latent
              </th>
              <th scope="col">Stands</th>
              <th scope="col">In the file</th>
              <th scope="col">What is done</th>
            </tr>
          </thead>
          <tbody>
            {first.slice(0, mostShown).map(({ latent, against, standing, incoming }) => (
              <tr key={latent}>
                <th scope="row" className={styles['number']}>
                  {formatCount(latent)}
                </th>
                <td>
                  {standing.text === '' ? <em>withdrawn</em> : <PlainText text={standing.text} />}
                  <span className={styles['muted']}>{against === 'person' ? 'a person’s' : 'a machine’s or a file’s'}</span>
                </td>
                <td>
                  <PlainText text={incoming.text} />
                  {incoming.author !== '' && (
                    <span className={styles['muted']}>
                      <PlainText text={incoming.author} />
                    </span>
                  )}
                </td>
                <td>
                  <Select
                    label={`What is done about latent ${latent}`}
                    value={each.get(latent) ?? all}
                    options={choices}
                    onChange={(choice) => onEach(latent, choice)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p className={styles['muted']}>And {formatCount(more)} more, for which the choice above counts.</p>}
    </section>
  )
}
