import { type FormEvent, type ReactNode, useState } from 'react'
import type { LatentCondition } from '../../../contract/documents.ts'
import { useLatent } from '../../client/latent-queries.ts'
import { useLitLatents } from '../../client/use-lit-latents.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { Select } from '../../widgets/fields.tsx'
import { nameOf } from '../../widgets/lights-legend.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './compare.module.css'

/** A condition on a latent as a chip. */
export function LatentChip({
  condition,
  onRemove,
}: {
  readonly condition: LatentCondition
  readonly onRemove: () => void
}): ReactNode {
  const { latent, is, above } = condition
  const { data } = useLatent(latent)
  const name = data?.label == null ? `latent ${latent}` : visibleText(data.label.text)
  const bound = above === undefined ? '' : is === 'present' ? ` above ${above}` : `, at most ${above}`
  return (
    <span className={styles['chip']}>
      <span className={styles['chip-text']} data-cut>
        {is === 'present' ? 'With' : 'Without'} {name}
        {bound}
      </span>
      <IconButton icon="close" label={`No longer filter by ${name}`} onClick={onRemove} />
    </span>
  )
}

/** A condition on one of the latents that are lit: present or absent, by the lens's threshold or a value of one's own. */
export function AddLatentCondition({ onAdd }: { readonly onAdd: (condition: LatentCondition) => void }): ReactNode {
  const { places, labels } = useLitLatents()
  const [latent, setLatent] = useState('')
  const [is, setIs] = useState<LatentCondition['is']>('present')
  const [above, setAbove] = useState('')
  const lit = places.flatMap((each, slot) =>
    each === null ? [] : [{ value: String(each), title: nameOf(each, labels[slot] ?? null) }],
  )
  const chosen = lit.some(({ value }) => value === latent) ? latent : ''
  if (lit.length === 0) return null
  const value = Number(above)
  const isBad = above.trim() !== '' && !(Number.isFinite(value) && value >= 0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isBad) return
    onAdd({ latent: Number(chosen), is, ...(above.trim() === '' ? {} : { above: value }) })
    setLatent('')
    setAbove('')
  }
  return (
    <form className={styles['condition']} onSubmit={submit}>
      <Select
        label="Latent to filter by"
        value={chosen}
        options={[
          { value: '', title: 'Latent…' },
          ...lit.map(({ value: each, title }) => ({ value: each, title: shortened(title) })),
        ]}
        onChange={setLatent}
      />
      {chosen !== '' && (
        <>
          <Select
            label="Where the latent is"
            value={is}
            options={[
              { value: 'present', title: 'present' },
              { value: 'absent', title: 'absent' },
            ]}
            onChange={setIs}
          />
          <input
            aria-label="Above which activation it counts as present"
            aria-invalid={isBad}
            placeholder="above threshold"
            data-tip="A pooled activation; empty: the lens’s own threshold for this latent"
            inputMode="decimal"
            value={above}
            onChange={(event) => setAbove(event.target.value)}
          />
          <Button type="submit" disabled={isBad}>
            Add
          </Button>
        </>
      )}
    </form>
  )
}

const shortened = (title: string) => (title.length > 40 ? `${title.slice(0, 39)}…` : title)
