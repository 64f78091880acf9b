import { type ReactNode, useState } from 'react'
import type { DocumentPage } from '../../../contract/documents.ts'
import { useToken } from '../../client/document-queries.ts'
import type { OpenDocument } from '../../client/workbench.ts'
import { workbench } from '../../client/workbench.ts'
import { SubjectNotes } from '../../editor/subject-notes.tsx'
import { Button, IconButton } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { LatentPicks } from '../../widgets/latent-picks.tsx'
import { type LightSlots, litPositions } from '../../widgets/light-slots.ts'
import { Section } from '../../widgets/panel.tsx'
import { firstAtLeast, type TokenLights } from '../../widgets/token-segments.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { DocumentMetadata } from './document-metadata.tsx'
import styles from './document.module.css'

type Props = {
  readonly document: OpenDocument
  readonly page: DocumentPage
  readonly slots: LightSlots
  readonly lights: readonly TokenLights[]
  readonly chosen: number | null
  readonly onChoose: (token: number | null) => void
  readonly onToggle: (latent: number) => void
  readonly onMore: () => void
}

export function DocumentSide(props: Props): ReactNode {
  const { page, lights, chosen, onChoose } = props
  return (
    <div className={styles['side']}>
      <Section title="Note">
        <SubjectNotes on={{ corpus: page.corpus, document: page.id }} group="Document" />
      </Section>
      {page.lens === null ? (
        <EmptyState title="Not read yet" action={<Button onClick={() => workbench.getState().show('corpora')}>Corpora</Button>}>
          No lens has read this corpus: there are no latents to show.
        </EmptyState>
      ) : (
        <>
          <LitSteps lights={lights} chosen={chosen} onChoose={onChoose} />
          {chosen !== null && <TokenLatents {...props} token={chosen} />}
          <Strongest {...props} />
        </>
      )}
      <DocumentMetadata metadata={page.metadata} />
    </div>
  )
}

/** From lit token to lit token. */
function LitSteps({ lights, chosen, onChoose }: Pick<Props, 'lights' | 'chosen' | 'onChoose'>) {
  const lit = litPositions(lights)
  if (lit.length === 0) return <p className={styles['hint']}>Choose a latent to light its tokens, or a token to see its latents.</p>
  const next = firstAtLeast(lit, (chosen ?? -1) + 1)
  const at = firstAtLeast(lit, chosen ?? 0)
  const here = chosen !== null && lit[at] === chosen
  return (
    <div className={styles['steps']}>
      <IconButton
        icon="arrow-up"
        label="Previous lit token (Shift+←)"
        disabled={chosen === null || at === 0}
        onClick={() => onChoose(lit[at - 1] ?? null)}
      />
      <IconButton
        icon="arrow-down"
        label="Next lit token (Shift+→)"
        disabled={next >= lit.length}
        onClick={() => onChoose(lit[next] ?? null)}
      />
      <span>
        {here ? `${formatCount(at + 1)} of ` : ''}
        {formatCount(lit.length)} lit {lit.length === 1 ? 'token' : 'tokens'}
      </span>
    </div>
  )
}

function TokenLatents({ document, page, token, slots, onToggle, onChoose }: Props & { readonly token: number }) {
  const { data, error, refetch } = useToken(document, token)
  return (
    <Section
      title="Token"
      aside={
        <>
          <code className={styles['token']}>
            <PlainText text={page.text.slice(page.starts[token], page.ends[token])} />
          </code>
          {formatCount(token + 1)} of {formatCount(page.starts.length)}
          <IconButton icon="close" label="Let the token go" onClick={() => onChoose(null)} />
        </>
      }
    >
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : data === undefined ? (
        <Loading />
      ) : data.length === 0 ? (
        <p className={styles['hint']}>No latent is active on this token.</p>
      ) : (
        <LatentPicks label="Latents on the token" latents={data} slots={slots} onToggle={onToggle} counts={false} />
      )}
    </Section>
  )
}

function Strongest({ page, slots, onToggle, onMore }: Props) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const latents = page.latents.filter(
    ({ latent, label }) => wanted === '' || String(latent) === wanted || (label ?? '').toLowerCase().includes(wanted),
  )
  return (
    <Section title="Strongest latents" aside="activation · tokens">
      <div className={styles['find']}>
        <SearchField
          label="Find a latent of this document"
          placeholder="Find by label or number"
          value={search}
          onChange={setSearch}
        />
      </div>
      {latents.length === 0 ? (
        <p className={styles['hint']}>{wanted === '' ? 'No latent is active here.' : 'None of these has such a label.'}</p>
      ) : (
        <LatentPicks label="Strongest latents of the document" latents={latents} slots={slots} onToggle={onToggle} />
      )}
      {page.latents.length === 50 && <Button onClick={onMore}>Show more</Button>}
    </Section>
  )
}
