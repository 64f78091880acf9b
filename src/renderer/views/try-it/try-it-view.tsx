import { type ReactNode, useEffect, useState } from 'react'
import { create } from 'zustand'
import type { ReadText } from '../../../contract/documents.ts'
import { useRead } from '../../client/document-queries.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { useKeepable } from '../../client/keeping.ts'
import { useScope } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { LatentPicks } from '../../widgets/latent-picks.tsx'
import { noLights, toggled } from '../../widgets/light-slots.ts'
import { LitDocument } from '../../widgets/lit-document.tsx'
import { Section } from '../../widgets/panel.tsx'
import { mostLights } from '../../widgets/light-styles.ts'
import { useLights } from '../../widgets/use-lights.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import { Alike } from './alike.tsx'
import { latentsAt } from './latents-at.ts'
import styles from './try-it.module.css'

/** What was typed, kept while other screens are looked at. */
const useTyped = create<{ readonly text: string }>()(() => ({ text: '' }))

/** How long typing rests before the text is read, in milliseconds. */
const rest = 450
const longest = 200_000
/** Latents shown before the rest is asked for. */
const few = 12

/** A box for any text: read by the lens as it is typed, its tokens lit by the latents one chooses. */
export function TryItView(): ReactNode {
  const text = useTyped((state) => state.text)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(setSettled, rest, text)
    return () => clearTimeout(timer)
  }, [text])
  const { data, error, refetch, isFetching } = useRead(settled.trim() === '' ? null : settled)
  return (
    <section className={styles['frame']} aria-label="Try it">
      <div className={styles['input']}>
        <div className={styles['title']}>
          <h2>Try it</h2>
          <label htmlFor="try-it">
            Any text, read by the lens as you type. It goes nowhere, and is stored only when you keep it.
          </label>
        </div>
        <textarea
          id="try-it"
          value={text}
          maxLength={longest}
          rows={5}
          dir="auto"
          placeholder="Type or paste a text"
          onChange={(event) => useTyped.setState({ text: event.target.value })}
        />
        <span role="status" className={styles['status']}>
          {isFetching || text !== settled
            ? 'Reading…'
            : data !== undefined && settled.trim() !== '' && `${formatCount(data.starts.length)} tokens, read with ${data.lens}`}
        </span>
      </div>
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : settled.trim() === '' ? (
        <EmptyState title="Nothing to read yet">
          Paste a sentence above: its tokens and the latents active on them are shown here.
        </EmptyState>
      ) : data === undefined ? (
        <Loading label="Reading" />
      ) : (
        <Result read={data} />
      )}
    </section>
  )
}

function Result({ read }: { read: ReadText }) {
  const [slots, setSlots] = useState(() => toggled(noLights(mostLights), read.latents[0]?.latent ?? 0))
  const [chosen, setChosen] = useState<number | null>(null)
  const [all, setAll] = useState(false)
  const [of, setOf] = useState(read)
  if (of !== read) {
    // Another text: the chosen latents stay, the token is no longer the same.
    setOf(read)
    setChosen(null)
  }
  const { lights, maxima, names } = useLights(slots, read.latents, read.latents)
  const onToken = chosen === null ? null : latentsAt(read, chosen)
  const toggle = (latent: number) => setSlots(toggled(slots, latent))
  const scope = useScope()
  const lit = slots.find((latent) => latent !== null) ?? undefined
  const keep = () => void keepFinding({ kind: 'text', text: read.text, latent: lit, ...scope })
  useKeepable(keep)
  return (
    <div className={styles['box']}>
      <div className={styles['columns']}>
        <div className={styles['text']}>
          <div className={styles['acts']}>
            <Button icon="findings" data-tip="Keep this text with its strongest latents as a finding (K)" onClick={keep}>
              Keep
            </Button>
          </div>
          <LitDocument
            label="Your text"
            text={read.text}
            starts={read.starts}
            ends={read.ends}
            lights={lights}
            names={names}
            maxima={maxima}
            chosen={chosen}
            onChoose={setChosen}
            reveal={null}
          />
        </div>
        <div className={styles['side']}>
          {onToken !== null && (
            <Section title="Token" aside={visibleText(read.text.slice(read.starts[chosen ?? 0], read.ends[chosen ?? 0]))}>
              {onToken.length === 0 ? (
                <p className={styles['status']}>None of the latents shown is active on this token.</p>
              ) : (
                <LatentPicks label="Latents on the token" latents={onToken} slots={slots} onToggle={toggle} counts={false} />
              )}
            </Section>
          )}
          <Section title="Strongest latents" aside="activation · tokens">
            {read.latents.length === 0 ? (
              <p className={styles['status']}>No latent is active on this text.</p>
            ) : (
              <>
                <LatentPicks
                  label="Strongest latents of the text"
                  latents={all ? read.latents : read.latents.slice(0, few)}
                  slots={slots}
                  onToggle={toggle}
                />
                {read.latents.length > few && (
                  <Button kind="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
                    {all ? 'Show fewer' : `${formatCount(read.latents.length - few)} more`}
                  </Button>
                )}
              </>
            )}
          </Section>
          <Alike read={read} />
        </div>
      </div>
    </div>
  )
}
