import { type ReactNode, useState } from 'react'
import type { ReadText } from '../../../contract/documents.ts'
import type { SearchHit } from '../../../contract/search.ts'
import { startAnalysis } from '../../client/analysis-runs.ts'
import { readCorpora } from '../../client/analysis-scope.ts'
import { useResembling } from '../../client/document-queries.ts'
import { useCorpora } from '../../client/project-queries.ts'
import { useScope, useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { formatActivation, formatCount } from '../../widgets/format-numbers.ts'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { LitText } from '../../widgets/lit-text.tsx'
import { Section } from '../../widgets/panel.tsx'
import styles from './alike.module.css'

const few = 5
const most = 20
/** Latents of the text that a search goes by. */
const searched = 20

/** Documents of the project that have the latents of the text. */
export function Alike({ read }: { read: ReadText }): ReactNode {
  const [limit, setLimit] = useState(few)
  const { data, error, refetch } = useResembling(read, limit)
  const { data: corpora = [] } = useCorpora()
  const scope = useScope()
  const show = useWorkbench((state) => state.show)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined)
    return (
      <Section title="Documents like it">
        <p className={styles['nothing']} role="status">
          Looking for documents with these latents…
        </p>
      </Section>
    )
  const search = () => {
    const names = readCorpora(corpora, scope.lens).map(({ name }) => name)
    const latents = read.latents.slice(0, searched).map(({ latent }) => latent)
    startAnalysis({ kind: 'search', input: { ...scope, group: { corpora: names }, latents, mode: 'latents' } }, true)
    show('search')
  }
  return (
    <Section title="Documents like it" aside={`of ${formatCount(data.documents)}, by its telling latents`}>
      {data.hits.length === 0 ? (
        <p className={styles['nothing']}>No document of the project has latents that tell this text from others.</p>
      ) : (
        <ol className={styles['hits']}>
          {data.hits.map((hit) => (
            <Hit key={`${hit.corpus}\n${hit.ordinal}`} hit={hit} />
          ))}
        </ol>
      )}
      <span className={styles['acts']}>
        {data.hits.length >= limit && limit < most && <Button onClick={() => setLimit(most)}>Show more</Button>}
        <Button kind="quiet" icon="search" disabled={read.latents.length === 0} onClick={search}>
          Search by its strongest latents
        </Button>
      </span>
    </Section>
  )
}

function Hit({ hit: { corpus, document, ordinal, quote, why } }: { hit: SearchHit }) {
  const openDocument = useWorkbench((state) => state.openDocument)
  const maximum = Math.max(0, ...quote.marks.map(({ activation }) => activation))
  return (
    <li>
      <button
        type="button"
        data-opens=""
        className={styles['text']}
        onClick={() => openDocument({ corpus, channel: quote.channel, ordinal })}
      >
        <span className={styles['place']}>
          <DocumentName corpus={corpus} document={document} />
        </span>
        {quote.from > 0 && '…'}
        <LitText text={quote.text} from={quote.from} marks={quote.marks} maximum={maximum} />
      </button>
      <ul className={styles['why']} aria-label="Why it is like the text">
        {why.slice(0, 3).map(({ latent, label, activation, share }) => (
          <li key={latent}>
            <button
              type="button"
              data-opens=""
              data-tip={`Latent ${latent}: activation ${formatActivation(activation)}, ${Math.round(100 * share)} % of the likeness. Open its page`}
              onClick={() => openLatent(latent)}
            >
              <LabelText label={label} latent={latent} />
            </button>
          </li>
        ))}
      </ul>
    </li>
  )
}
