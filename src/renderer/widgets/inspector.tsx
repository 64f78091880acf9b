import type { ReactNode } from 'react'
import type { LabelOrigin } from '../../contract/latents.ts'
import { type Keep, keepFinding } from '../client/finding-acts.ts'
import { useKeepable } from '../client/keeping.ts'
import { workbench } from '../client/workbench.ts'
import { Button, IconButton } from './button.tsx'
import styles from './inspector.module.css'
import { LabelText } from './label-text.tsx'

type Props = {
  readonly latent: number
  readonly label: string | null
  readonly origin: LabelOrigin | null
  /** Null where the result was not recorded. */
  readonly keep: Keep | null
  readonly onCompare?: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A latent of a result looked at closely, with what can be done with it. */
export function Inspector({ latent, label, origin, keep, onCompare, onClose, children }: Props): ReactNode {
  return (
    <InspectorFrame
      name={`Latent ${latent} in this result`}
      title={
        <>
          <span className={styles['number']}>{latent}</span> <LabelText label={label} latent={latent} origin={origin} numbered />
        </>
      }
      acts={
        <>
          <Button icon="latents" onClick={() => openLatent(latent)}>
            Open latent
          </Button>
          {onCompare !== undefined && (
            <Button
              icon="compare"
              data-tip="The documents of both sides beside each other, with this latent lit"
              onClick={onCompare}
            >
              Compare in panes
            </Button>
          )}
          <KeepButton keep={keep} />
        </>
      }
      onClose={onClose}
    >
      {children}
    </InspectorFrame>
  )
}

type FrameProps = {
  readonly name: string
  readonly title: ReactNode
  readonly acts: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The part of a result that is looked at closely: a title, buttons, and whatever is told about it. */
export function InspectorFrame({ name, title, acts, onClose, children }: FrameProps): ReactNode {
  return (
    <section className={styles['frame']} aria-label={name}>
      <header className={styles['head']}>
        <div className={styles['title']}>
          <h2>{title}</h2>
          <IconButton icon="close" label="Close" onClick={onClose} />
        </div>
        <div className={styles['acts']}>{acts}</div>
      </header>
      {/* It scrolls, also by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['body']} role="group" aria-label="Details" tabIndex={0}>
        {children}
      </div>
    </section>
  )
}

/** Keeps a part of a recorded result as a finding. */
export function KeepButton({ keep }: { keep: Keep | null }): ReactNode {
  const act = () => {
    if (keep !== null) void keepFinding(keep)
  }
  useKeepable(keep === null ? null : act)
  return (
    <Button
      icon="findings"
      disabled={keep === null}
      data-tip={
        keep === null
          ? 'This result could not be recorded: another program was writing. Run it again to keep from it.'
          : 'Keep as a finding (K)'
      }
      onClick={act}
    >
      Keep
    </Button>
  )
}

/** Opens the page of a latent. */
export function openLatent(latent: number): void {
  workbench.getState().selectLatent(latent)
  workbench.getState().show('latents')
}
