import { type ReactNode, useState } from 'react'
import type { LatentPage } from '../../../contract/latents.ts'
import { mostPanes } from '../../client/view.ts'
import { paneColour, paneLetter, useWorkbench } from '../../client/workbench.ts'
import { ActivationHistogram } from '../../charts/activation-histogram.tsx'
import { FrequencyBars } from '../../charts/frequency-bars.tsx'
import { Section } from '../../widgets/panel.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './latent-page.module.css'

/** Rows of corpora shown before the rest is asked for. */
const shown = 8

/** Letter, colour and name of everything that was read: what stands in panes first, in their order. */
function useRows(page: LatentPage) {
  const panes = useWorkbench((state) => state.panes)
  const several = new Set(page.perCorpus.map(({ channel }) => channel)).size > 1
  const firstChannel = (corpus: string) => page.perCorpus.find((each) => each.corpus === corpus)?.channel
  return page.perCorpus
    .map((row) => {
      const { corpus, channel } = row
      const pane = panes.findIndex((each) => each.corpus === corpus && (each.channel ?? firstChannel(corpus)) === channel)
      return {
        ...row,
        key: `${corpus}\n${channel}`,
        name: several ? `${corpus} (${channel})` : corpus,
        pane,
        letter: pane < 0 ? null : paneLetter(pane),
        colour: pane < 0 ? 'var(--text-faint)' : paneColour(pane),
        share: row.documentFrequency,
      }
    })
    .sort((a, b) => (a.pane < 0 ? mostPanes : a.pane) - (b.pane < 0 ? mostPanes : b.pane))
}

export function Frequencies({ page }: { page: LatentPage }): ReactNode {
  const rows = useRows(page)
  const [all, setAll] = useState(false)
  return (
    <Section title="Documents where it is present" aside="with 95 % interval">
      <FrequencyBars rows={all ? rows : rows.slice(0, shown)} />
      {rows.length > shown && <Rest all={all} onAll={setAll} count={rows.length - shown} />}
    </Section>
  )
}

export function Histogram({ page }: { page: LatentPage }): ReactNode {
  const [all, setAll] = useState(false)
  const rows = useRows(page).flatMap(({ key, corpus, name, letter, colour, documents, pane }) => {
    const found =
      page.histogram.counts.find((each) => each.corpus === name) ?? page.histogram.counts.find((each) => each.corpus === corpus)
    return found === undefined ? [] : [{ key, name, letter, colour, documents, pane, counts: found.counts }]
  })
  const open = rows.filter(({ pane }) => pane >= 0)
  const first = open.length > 0 ? open : rows.slice(0, 3)
  return (
    <Section title="How strongly">
      <ActivationHistogram edges={page.histogram.edges} threshold={page.threshold} rows={all ? rows : first} of={nameOf(page)} />
      {rows.length > first.length && <Rest all={all} onAll={setAll} count={rows.length - first.length} />}
    </Section>
  )
}

const nameOf = ({ latent, label }: LatentPage) =>
  label === null || label.text === '' ? `latent ${latent}` : `${visibleText(label.text)} (${latent})`

function Rest({ all, onAll, count }: { all: boolean; onAll: (all: boolean) => void; count: number }) {
  return (
    <button type="button" className={styles['more']} aria-expanded={all} onClick={() => onAll(!all)}>
      {all ? 'Show fewer' : `${count} more ${count === 1 ? 'corpus' : 'corpora'}`}
    </button>
  )
}
