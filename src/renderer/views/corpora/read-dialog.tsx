import { type ReactNode, useState } from 'react'
import { useCorpusActs } from '../../client/corpus-acts.ts'
import { useMeasuredPrecision } from '../../client/device-queries.ts'
import { usePreferences } from '../../client/preferences.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './corpora.module.css'
import { type Reading, ReadingChoices, useFittingReading } from './reading-choices.tsx'

/** On what and how exactly a corpus is read, and what a coarser precision costs, measured before it is used. */
export function ReadDialog({ name, onClose }: { name: string; onClose: () => void }): ReactNode {
  const { readCorpora } = useCorpusActs()
  const lens = useWorkbench((state) => state.lens)
  const preferred = usePreferences().device
  const { measure, forget, measured, running, error } = useMeasuredPrecision()
  const [reading, setReading] = useState<Reading>({ device: preferred, precision: 'float32' })
  const { device: used, precision, devices } = useFittingReading(reading)
  const chosen = devices.find((each) => each.device === used)
  const ofLens = lens === null ? {} : { lens }
  return (
    <Dialog title={`Read ${visibleText(name)}`} open onClose={onClose}>
      <div className={styles['dialog']}>
        <div className={styles['choices']}>
          <ReadingChoices
            reading={reading}
            onChange={(next) => {
              setReading(next)
              forget()
            }}
          />
        </div>
        {chosen !== undefined && chosen.device !== 'cpu' && (
          <p>
            <PlainText text={chosen.reason} />
          </p>
        )}
        {precision !== 'float32' && (
          <section aria-label="What this precision costs">
            <p>
              Faster, but not quite the same. Measure on sample text how much of what 32-bit floats give stays; it is measured on
              the corpus’ own text as well, and kept with the encoding.
            </p>
            {error !== null && <ErrorNote error={error} />}
            <div className={styles['measure']}>
              <Button
                icon="compare"
                disabled={running}
                onClick={() => measure({ precision, ...ofLens, ...(used === 'auto' ? {} : { device: used }) })}
              >
                {running ? 'Measuring…' : 'Measure'}
              </Button>
              <output>
                {measured !== null &&
                  `Of the activations that either has, both have ${formatShare(measured.active)}, which differ by ${formatShare(measured.relativeError)}; of the latents present in a document by either, ${formatShare(measured.present)} are by both. On ${measured.device}, ${formatCount(measured.tokens)} tokens.`}
              </output>
            </div>
          </section>
        )}
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            icon="read"
            onClick={() => {
              readCorpora([name], { precision, device: used })
              onClose()
            }}
          >
            Read
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
