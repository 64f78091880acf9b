import { type ReactNode, useId, useState } from 'react'
import type { CatalogueEntry } from '../../../contract/lenses.ts'
import { useInspection } from '../../client/lens-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Toggle } from '../../widgets/segmented.tsx'
import { Field, NumberField } from '../../widgets/setup-bar.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { HubNote } from './hub-note.tsx'
import { hooksOf, type LensDraft } from './lens-draft.ts'
import styles from './lenses.module.css'
import { SourceField } from './source-field.tsx'
import { exportCommand, outerWords, readingWords } from './words.ts'

type Props = { readonly draft: LensDraft; readonly entry: CatalogueEntry | null; readonly onChange: (draft: LensDraft) => void }

const sourceNote = 'A folder or file of this machine, or a repository of the hub as owner/name[@revision][:folder or file].'

/** What a lens is made of. Of one of the catalogue only the reader is asked for, where none is to be had as ONNX. */
export function AddFields({ draft, entry, onChange }: Props): ReactNode {
  const set = (change: Partial<LensDraft>) => onChange({ ...draft, ...change })
  const [looked, setLooked] = useState<{ readonly reader: string; readonly sae: string } | null>(null)
  const lookedAt = looked?.reader === draft.reader && looked.sae === draft.sae ? looked : null
  if (entry !== null)
    return (
      <>
        <p>{entry.model} is nowhere to be had as ONNX, as far as is known. Export it first, such as with:</p>
        <pre className={styles['command']}>{exportCommand(entry.model)}</pre>
        <SourceField
          title="Reader"
          note="The folder of the export."
          placeholder="/path/of/FOLDER"
          value={draft.reader}
          onChange={(reader) => set({ reader })}
        />
      </>
    )
  return (
    <>
      <HubNote />
      <SourceField
        title="Reader"
        note={`The language model as ONNX, with its tokenizer.json. ${sourceNote}`}
        placeholder="/path/of/export or Xenova/gpt2"
        value={draft.reader}
        onChange={(reader) => set({ reader })}
      />
      <SourceField
        title="SAE"
        note={`The sparse autoencoder that was trained on it. ${sourceNote}`}
        placeholder="/path/of/sae or jbloom/GPT2-Small-SAEs-Reformatted:blocks.8.hook_resid_pre"
        value={draft.sae}
        onChange={(sae) => set({ sae, chosenSae: '' })}
      />
      <div className={styles['row']}>
        <Button
          icon="search"
          disabled={draft.reader.trim() === '' && draft.sae.trim() === ''}
          onClick={() => setLooked({ reader: draft.reader, sae: draft.sae })}
        >
          Look inside
        </Button>
        <span className={styles['muted']}>Lists what is in them. A repository is asked for its list of files.</span>
      </div>
      <Found draft={draft} looked={lookedAt} set={set} />
      <div className={styles['row']}>
        <Field name="Documents are">
          <Select
            label="Documents are"
            value={draft.as}
            options={Object.entries(readingWords).map(([value, title]) => ({ value: value as LensDraft['as'], title }))}
            onChange={(as) => set({ as })}
          />
        </Field>
        <Text title="Name" placeholder="of reader and SAE" value={draft.name} onChange={(name) => set({ name })} />
      </div>
      <SourceField
        title="Labels, if there are any"
        note="A file or folder of Neuronpedia, Goodfire, SAEDashboard or delphi, or JSON or CSV; they must be of this SAE. They become the lens’s own."
        placeholder="none"
        value={draft.labels}
        onChange={(labels) => set({ labels })}
      />
      <details className={styles['advanced']}>
        <summary>What some SAEs leave unsaid</summary>
        <div className={styles['row']}>
          <Field name="Around a text">
            <Select
              label="Around a text"
              value={draft.outer}
              options={[
                { value: '', title: 'as the SAE was trained' },
                ...Object.entries(outerWords).map(([value, title]) => ({ value: value as LensDraft['outer'], title })),
              ]}
              onChange={(outer) => set({ outer })}
            />
          </Field>
          <Field name="Tokens at once">
            <NumberField
              label="Tokens at once"
              min={2}
              max={1_000_000}
              placeholder="as trained"
              value={draft.contextSize}
              onChange={(contextSize) => set({ contextSize })}
            />
          </Field>
          <Field name="Latents kept (k)">
            <NumberField
              label="Latents kept (k)"
              min={1}
              max={1_000_000}
              placeholder="as it says"
              value={draft.k}
              onChange={(k) => set({ k })}
            />
          </Field>
          <Field name="Inputs times">
            <NumberField
              label="Inputs times"
              min={1e-9}
              max={1e9}
              step={0.01}
              placeholder="as it says"
              value={draft.inputScale}
              onChange={(inputScale) => set({ inputScale })}
            />
          </Field>
          <Toggle
            label="Centre inputs"
            tip="For SAEs trained on TransformerLens, which centres what writes into the residual stream"
            checked={draft.centre}
            onChange={(centre) => set({ centre })}
          />
        </div>
      </details>
    </>
  )
}

type FoundProps = {
  readonly draft: LensDraft
  readonly looked: { readonly reader: string; readonly sae: string } | null
  readonly set: (change: Partial<LensDraft>) => void
}

/** What was found in both sources; of several SAEs, and of the places of the reader, one is chosen. */
function Found({ draft, looked, set }: FoundProps) {
  const text = (source: string | undefined) => (source === undefined || source.trim() === '' ? null : source.trim())
  const reader = useInspection(text(looked?.reader))
  const sae = useInspection(text(looked?.sae))
  const layers = reader.data?.layers ?? null
  const saes = sae.data?.saes ?? []
  return (
    <>
      {looked !== null && (reader.isLoading || sae.isLoading) && <Loading label="Looking inside" />}
      {reader.error !== null && <ErrorNote error={reader.error} retry={reader.refetch} />}
      {sae.error !== null && <ErrorNote error={sae.error} retry={sae.refetch} />}
      {reader.data !== undefined && (
        <p>
          {reader.data.reader === null ? (
            'No reader as ONNX with its tokenizer is in there.'
          ) : (
            <>
              Reader: <PlainText text={reader.data.reader.graph} />
              {layers !== null && `, ${layers} blocks`}
              {reader.data.reader.others.length > 0 && (
                <>
                  ; also <PlainText text={reader.data.reader.others.join(', ')} />: name the file to take it
                </>
              )}
            </>
          )}
        </p>
      )}
      {sae.data !== undefined && (
        <p>
          {saes.length === 0 ? (
            'No SAE in a known format is in there.'
          ) : saes.length === 1 ? (
            <>
              SAE: <PlainText text={saes[0]?.path ?? ''} />, <PlainText text={saes[0]?.format ?? ''} />
            </>
          ) : (
            `${formatCount(sae.data.saeCount)} SAEs${sae.data.saeCount > saes.length ? `, the first ${saes.length} are listed` : ''}: choose one.`
          )}
        </p>
      )}
      <div className={styles['row']}>
        {saes.length > 1 && (
          <Field name="SAE in it">
            <Select
              label="SAE in it"
              value={draft.chosenSae}
              options={[
                { value: '', title: 'choose…' },
                ...saes.map(({ path, format, source }) => ({ value: source, title: `${path}: ${format}` })),
              ]}
              onChange={(chosenSae) => set({ chosenSae })}
            />
          </Field>
        )}
        {layers === null ? (
          <Text title="Hook point" placeholder="as the SAE says" value={draft.hook} onChange={(hook) => set({ hook })} />
        ) : (
          <Field name="Hook point">
            <Select
              label="Hook point"
              value={draft.hook}
              options={[{ value: '', title: 'as the SAE says' }, ...hooksOf(layers).map((value) => ({ value, title: value }))]}
              onChange={(hook) => set({ hook })}
            />
          </Field>
        )}
      </div>
    </>
  )
}

type TextProps = {
  readonly title: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Text({ title, placeholder, value, onChange }: TextProps) {
  const id = useId()
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{title}</label>
      <input
        id={id}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
