import { type ReactNode, useId, useState } from 'react'
import { Button } from '../../widgets/button.tsx'
import { PathChooser } from '../../widgets/path-chooser.tsx'
import styles from './lenses.module.css'

type Props = {
  readonly title: string
  readonly note: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A folder or file of this machine, or a repository of the hub. */
export function SourceField({ title, note, placeholder, value, onChange }: Props): ReactNode {
  const [choosing, setChoosing] = useState(false)
  const id = useId()
  return (
    <div className={styles['field']} data-wide="true">
      <label htmlFor={id}>{title}</label>
      <span className={styles['source']}>
        <input
          id={id}
          value={value}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={`${id}-says`}
          onChange={(event) => onChange(event.target.value)}
        />
        <Button icon="folder" aria-label={`Choose: ${title}`} onClick={() => setChoosing(true)}>
          Choose…
        </Button>
      </span>
      <p id={`${id}-says`}>{note}</p>
      {choosing && (
        <PathChooser title={title} action="Take this folder" files onClose={() => setChoosing(false)} onChoose={onChange} />
      )}
    </div>
  )
}
