import { type ReactNode, useCallback, useRef } from 'react'
import { useCommands } from '../../client/commands.ts'
import { useLatent } from '../../client/latent-queries.ts'
import { workbench } from '../../client/workbench.ts'
import type { EditorHandle } from '../../editor/markdown-editor.tsx'
import { LabelEditor } from '../../editor/label-editor.tsx'
import { SubjectNotes } from '../../editor/subject-notes.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Section } from '../../widgets/panel.tsx'
import { Examples } from './examples.tsx'
import { GroupFrequencies } from './group-frequency.tsx'
import { LabelEvidence } from '../../widgets/label-evidence.tsx'
import { LatentHead } from './latent-head.tsx'
import { LatentLists } from './latent-lists.tsx'
import { Logits } from './logits.tsx'
import { Frequencies, Histogram } from './latent-frequency.tsx'
import styles from './latent-page.module.css'
import { Proposals } from './proposals.tsx'
import { Neighbours, Together } from './related-latents.tsx'
import { Scores } from './scores.tsx'
import { StrongestTokens, TopTokens } from './top-tokens.tsx'

/** Everything about one latent: its label to write, how often it is present where, what it responds to, what is like it. */
export function LatentPage({ latent }: { readonly latent: number }): ReactNode {
  // While it is counted over other texts the page stands: what is being written in it must not be disturbed.
  const { data: page, error, refetch } = useLatent(latent, true)
  const editor = useRef<EditorHandle>(null)
  // Asked for before the label has come, the editor is entered once it is there.
  const wanted = useRef(false)
  const hold = useCallback((handle: EditorHandle | null) => {
    editor.current = handle
    if (handle !== null && wanted.current) handle.focus()
    wanted.current &&= handle === null
  }, [])
  const edit = () => {
    wanted.current = editor.current === null
    editor.current?.focus()
  }
  useCommands([{ id: 'latent.label', run: edit }])
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (page === undefined) return <Loading label={`Loading latent ${latent}`} />
  const dead = page.perCorpus.every(({ maxActivation }) => maxActivation === 0)
  return (
    <section className={styles['frame']} aria-label={`Latent ${latent}`}>
      <LatentHead page={page} />
      <div className={styles['page']}>
        <div className={styles['columns']}>
          <div className={styles['facts']}>
            <Section title="Label and notes" aside={<kbd className={styles['key']}>E</kbd>}>
              <LabelEditor latent={latent} lens={page.lens} handle={hold} />
              {page.label?.origin === 'language-model' && (
                <LabelEvidence key={latent} latent={latent} lens={page.lens} onLatent={workbench.getState().selectLatent} />
              )}
            </Section>
            <Section title="Lists and note">
              <SubjectNotes on={{ latent, lens: page.lens }} group="Latent">
                <LatentLists latent={latent} lens={page.lens} />
              </SubjectNotes>
            </Section>
            <Proposals page={page} />
            <Scores page={page} />
            <Frequencies page={page} />
            <GroupFrequencies page={page} />
            {!dead && <StrongestTokens tokens={page.topTokens} />}
          </div>
          <div className={styles['examples']}>
            <Examples latent={latent} dead={dead} />
          </div>
          <div className={styles['facts']}>
            {!dead && <TopTokens tokens={page.topTokens} />}
            {!dead && <Histogram page={page} />}
            <Logits page={page} />
            <div className={styles['related']}>
              <Neighbours page={page} />
              <Together page={page} />
            </div>
          </div>
        </div>
      </div>
    </section>
  )
}
