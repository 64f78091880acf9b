import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useLatentChoices } from '../../client/analyses-queries.ts'
import { LabelText } from '../../widgets/label-text.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './search.module.css'

type Props = { readonly label: string; readonly latent: number | null; readonly onChange: (latent: number | null) => void }

/** A latent by its number or by words of its label: what fits is listed below while one types. */
export function LatentField({ label, latent, onChange }: Props): ReactNode {
  const [typed, setTyped] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const id = useId()
  const { data: choices = [] } = useLatentChoices(typed ?? '')
  const { data: named = [] } = useLatentChoices(latent === null ? '' : String(latent))
  const own = named.find((each) => each.latent === latent)
  const shown = latent === null ? '' : own?.label == null ? String(latent) : `${latent} ${visibleText(own.label)}`
  const open = typed !== null && typed.trim() !== '' && choices.length > 0
  const take = (chosen: number) => {
    onChange(chosen)
    setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && open) setAt((at + step + choices.length) % choices.length)
    else if (event.key === 'Enter' && open) take(choices[at]?.latent ?? choices[0]?.latent ?? 0)
    else if (event.key === 'Escape' && typed !== null) setTyped(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <span className={styles['latent-field']}>
      <input
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={open ? `${id}-${at}` : undefined}
        placeholder="number or label"
        value={typed ?? shown}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
          if (event.target.value.trim() === '') onChange(null)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setTyped(null)}
      />
      {open && (
        <span id={id} role="listbox" aria-label={`Choices for ${label}`} className={styles['choices']}>
          {choices.map((choice, index) => (
            // The field takes the keys of the list; pointerdown comes before its blur.
            <span
              key={choice.latent}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              tabIndex={-1}
              onPointerMove={() => setAt(index)}
              onPointerDown={(event) => {
                event.preventDefault()
                take(choice.latent)
              }}
            >
              <span>{choice.latent}</span> <LabelText label={choice.label} latent={choice.latent} numbered />
            </span>
          ))}
        </span>
      )}
    </span>
  )
}
