import { type ReactNode, useState } from 'react'
import type { LabelOrigin, LabelVersion } from '../../contract/latents.ts'
import { notifyError } from '../client/notices.ts'
import { Button } from '../widgets/button.tsx'
import { formatWhen } from '../widgets/format-numbers.ts'
import { BelowGate, ScoredOn } from '../widgets/label-score.tsx'
import { OriginMark } from '../widgets/label-text.tsx'
import { formatScore } from '../widgets/score-words.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import styles from './editor.module.css'
import { labelBursts } from './label-bursts.ts'
import { revertTo } from './label-drafts.ts'

const origins: Readonly<Record<LabelOrigin, string>> = {
  person: 'person',
  'language-model': 'language model',
  import: 'import',
  statistics: 'statistics',
}

type Props = { readonly lens: string; readonly latent: number; readonly versions: readonly LabelVersion[] }

/** Every version of a label with who or what wrote it, the newest first; each can be made current again. */
export function LabelHistory({ lens, latent, versions }: Props): ReactNode {
  if (versions.length === 0) return <p className={styles['nothing']}>Nothing was written yet.</p>
  return (
    <ol className={styles['history']} aria-label={`History of the label of latent ${latent}`}>
      {labelBursts(versions).map(({ version, folded }) => (
        <Spell key={version.id} lens={lens} latent={latent} version={version} folded={folded} />
      ))}
    </ol>
  )
}

type SpellProps = Omit<Props, 'versions'> & { readonly version: LabelVersion; readonly folded: readonly LabelVersion[] }

function Spell({ lens, latent, version, folded }: SpellProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Version lens={lens} latent={latent} version={version}>
        {folded.length > 0 && (
          <button type="button" className={styles['more']} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'hide' : `${folded.length} on the way`}
          </button>
        )}
      </Version>
      {open && folded.map((each) => <Version key={each.id} lens={lens} latent={latent} version={each} folded />)}
    </>
  )
}

type VersionProps = Omit<Props, 'versions'> & {
  readonly version: LabelVersion
  readonly folded?: boolean
  readonly children?: ReactNode
}

function Version({ lens, latent, version, folded = false, children }: VersionProps) {
  const { text, notes, origin, author, change, score, scoredOn, at, current, withdrawn } = version
  return (
    <li data-current={current} data-folded={folded}>
      <div className={styles['version']}>
        <p>
          {text === '' ? <em>label withdrawn</em> : <PlainText text={text} />}
          <OriginMark origin={origin} />
        </p>
        {notes !== '' && (
          <p className={styles['notes']}>
            <PlainText text={notes.length > 160 ? `${notes.slice(0, 160)}…` : notes} />
          </p>
        )}
        <p className={styles['about']}>
          <PlainText text={author} /> ({origins[origin]}), <time dateTime={at}>{formatWhen(at)}</time>
          {withdrawn && ', undone: it does not count'}
          {score !== null && (
            <>
              , score {formatScore(score)} <ScoredOn passages={scoredOn} /> <BelowGate score={score} />
            </>
          )}
          {change !== null && (
            <>
              , <PlainText text={change} />
            </>
          )}{' '}
          {children}
        </p>
      </div>
      {current ? (
        <span className={styles['current']}>current</span>
      ) : (
        <Button kind="quiet" icon="undo" onClick={() => void revertTo(lens, latent, version).catch(notifyError)}>
          Revert
        </Button>
      )}
    </li>
  )
}
