import type { ReactNode } from 'react'
import type { EmbedderTerms } from '../../../contract/language-models.ts'
import { useSetEmbedder } from '../../client/model-queries.ts'
import { counted } from '../../client/model-words.ts'
import { notify } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import styles from '../../widgets/dialog.module.css'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'

/** Says what is sent where at every search before an endpoint's embeddings are chosen for it. */
export function EmbedderDialog({ terms, onClose }: { terms: EmbedderTerms; onClose: () => void }): ReactNode {
  const { id, endpoint, model, url, local, price, tokensEach, lenses } = terms
  const set = useSetEmbedder()
  const choose = () =>
    set.mutate(
      { endpoint, terms: id },
      {
        onSuccess: () => {
          notify({ text: `Searches use ${endpoint}` })
          onClose()
        },
      },
    )
  return (
    <Dialog title="Use an endpoint for searches?" open onClose={onClose}>
      <div className={styles['text']}>
        <p>
          <strong>
            What you search for is then sent to <PlainText text={endpoint} /> at <PlainText text={url} />, about{' '}
            {counted(tokensEach, 'token')} each time.
          </strong>{' '}
          So are the words of a cluster axis. {local ? 'It is on this machine: no text leaves it.' : 'They leave this machine.'}{' '}
          Words that were sent once are not sent again, and nothing is sent while you type.
        </p>
        <p>
          {price === null
            ? 'No price is named.'
            : `A million tokens cost ${price.input} ${price.currency}; what searches take stands in the costs.`}{' '}
          <PlainText text={model} /> turns the words into a vector, which is compared with those of the labels. Where it does not
          answer, the bundled embedder does, and the result says so.
        </p>
        {lenses
          .filter(({ labels, embedded }) => embedded < labels)
          .map(({ lens, labels, embedded }) => (
            <p key={lens}>
              {formatCount(labels - embedded)} of {counted(labels, 'label')} of <PlainText text={lens} /> are not embedded yet
              {embedded === 0
                ? ': until some are, the bundled embedder answers and nothing is sent.'
                : ', and are left out until they are.'}
            </p>
          ))}
        {set.error !== null && <ErrorNote error={set.error} />}
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={set.isPending} onClick={choose}>
            Use for searches
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
