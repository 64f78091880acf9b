import { type ReactNode, useId, useState } from 'react'
import type { EndpointSummary } from '../../../contract/language-models.ts'
import { useSaveEndpoint, useSetKey } from '../../client/model-queries.ts'
import { notify } from '../../client/notices.ts'
import { useAbout } from '../../client/project-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import styles from './endpoint-form.module.css'
import {
  draftOf,
  emptyDraft,
  type EndpointDraft,
  type EndpointField,
  type EndpointIssues,
  endpointOf,
  issuesOf,
  knownEndpoints,
} from './endpoint-draft.ts'

/** What the form begins with: an endpoint there is, or a new one with some of it filled in. */
export type FormStart = { readonly endpoint: EndpointSummary } | { readonly draft: Partial<EndpointDraft> }

type Props = { readonly start: FormStart; readonly taken: readonly string[]; readonly onClose: () => void }

/** Names an endpoint, or changes one. A key that is typed goes to the keychain and is never shown again. */
export function EndpointForm({ start, taken, onClose }: Props): ReactNode {
  const known = 'endpoint' in start ? start.endpoint : null
  const [draft, setDraft] = useState<EndpointDraft>(() =>
    'endpoint' in start ? draftOf(start.endpoint) : { ...emptyDraft, ...start.draft },
  )
  const [key, setKey] = useState('')
  const [tried, setTried] = useState(false)
  const save = useSaveEndpoint()
  const keep = useSetKey()
  const { data: about } = useAbout()
  const issues = issuesOf(draft, known === null ? taken : [])
  const set = (change: Partial<EndpointDraft>) => setDraft({ ...draft, ...change })

  const done = () => {
    notify({ text: `Saved: ${draft.name.trim()}` })
    onClose()
  }
  const submit = () => {
    setTried(true)
    if (Object.keys(issues).length > 0 || save.isPending) return
    save.mutate(endpointOf(draft), {
      onSuccess: ({ name }) => (key.trim() === '' ? done() : keep.mutate({ name, key: key.trim() }, { onSuccess: done })),
    })
  }
  const fields: FieldProps = { draft, issues: tried ? issues : {}, set }
  return (
    <Dialog title={known === null ? 'Add an endpoint' : `Change ${known.name}`} open onClose={onClose}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {/* It scrolls, also by keyboard: its fields take the focus. */}
        <div className={styles['fields']}>
          {known === null && <Known draft={draft} set={set} />}
          <Text {...fields} field="name" title="Name" locked={known !== null} note="How Etalon calls it." />
          <Text {...fields} field="model" title="Model" note="As the server names it." placeholder="llama3.1:8b" />
          <Text
            {...fields}
            field="url"
            title="Address"
            wide
            placeholder="http://127.0.0.1:11434/v1"
            note="The base of an OpenAI-compatible API, which often ends in /v1."
          />
          <KeyFields {...fields} endpoint={known} desktop={about?.host === 'desktop'} value={key} onChange={setKey} />
          <fieldset className={styles['group']}>
            <legend>Price of a million tokens</legend>
            <Text {...fields} field="priceIn" title="In" numeric placeholder="none" />
            <Text {...fields} field="priceOut" title="Out" numeric placeholder="none" />
            <Text {...fields} field="currency" title="Currency" />
          </fieldset>
          <fieldset className={styles['group']}>
            <legend>Embeddings, if it offers them</legend>
            <Text
              {...fields}
              field="embeddingModel"
              title="Embedding model"
              placeholder="none"
              note="Can stand in for the bundled one."
            />
            <Text {...fields} field="embeddingPrice" title="Price of a million tokens" numeric placeholder="none" />
          </fieldset>
          <fieldset className={styles['group']}>
            <legend>How it is asked</legend>
            <Text {...fields} field="concurrency" title="Requests at once" numeric />
            <Text {...fields} field="timeout" title="Give up after, in s" numeric />
            <Text {...fields} field="contextTokens" title="Context, in tokens" numeric placeholder="not known" />
          </fieldset>
        </div>
        {(save.error ?? keep.error) !== null && <ErrorNote error={save.error ?? keep.error} />}
        <footer>
          {tried && Object.keys(issues).length > 0 && <span role="alert">Some fields are not right yet.</span>}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={save.isPending || keep.isPending}>
            Save
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** Fills in the address of what is in common use. */
function Known({ draft, set }: Pick<FieldProps, 'draft' | 'set'>) {
  return (
    <div className={styles['known']} role="group" aria-label="Known addresses">
      {knownEndpoints.map(({ title, name, url }) => (
        <button key={url} type="button" aria-pressed={draft.url === url} data-tip={url} onClick={() => set({ url, name })}>
          {title}
        </button>
      ))}
    </div>
  )
}

type FieldProps = {
  readonly draft: EndpointDraft
  readonly issues: EndpointIssues
  readonly set: (change: Partial<EndpointDraft>) => void
}
type TextProps = FieldProps & {
  readonly field: EndpointField
  readonly title: string
  readonly note?: string
  readonly placeholder?: string
  readonly wide?: boolean
  readonly numeric?: boolean
  readonly locked?: boolean
}

function Text({ draft, issues, set, field, title, note, placeholder, wide = false, numeric = false, locked = false }: TextProps) {
  const id = useId()
  const issue = issues[field]
  const says = issue ?? note
  return (
    <div className={styles['field']} data-wide={wide}>
      <label htmlFor={id}>{title}</label>
      <input
        id={id}
        value={draft[field]}
        inputMode={numeric ? 'decimal' : undefined}
        placeholder={placeholder}
        readOnly={locked}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={issue !== undefined}
        aria-describedby={says === undefined ? undefined : `${id}-says`}
        onChange={(event) => set({ [field]: event.target.value })}
      />
      {says !== undefined && (
        <p id={`${id}-says`} data-wrong={issue !== undefined}>
          {says}
        </p>
      )}
    </div>
  )
}

type KeyProps = FieldProps & {
  readonly endpoint: EndpointSummary | null
  readonly desktop: boolean
  readonly value: string
  readonly onChange: (key: string) => void
}

/** Where its key comes from: the keychain, which only the desktop window reaches, else the environment. */
function KeyFields({ endpoint, desktop, value, onChange, ...fields }: KeyProps) {
  const forget = useSetKey()
  const id = useId()
  const kept = endpoint?.key === 'keychain' && !forget.isSuccess
  return (
    <>
      {desktop && (
        <div className={styles['field']} data-wide="true">
          <label htmlFor={id}>Key</label>
          <span className={styles['key']}>
            <input
              id={id}
              type="password"
              value={value}
              autoComplete="off"
              spellCheck={false}
              placeholder={kept ? 'one is in the keychain; type another to replace it' : 'none; local servers need none'}
              aria-describedby={`${id}-says`}
              onChange={(event) => onChange(event.target.value)}
            />
            {endpoint !== null && kept && (
              <Button disabled={forget.isPending} onClick={() => forget.mutate({ name: endpoint.name, key: '' })}>
                Forget it
              </Button>
            )}
          </span>
          <p id={`${id}-says`}>It goes to the system’s keychain, never into a project, and is not shown again.</p>
          {forget.error !== null && <ErrorNote error={forget.error} />}
        </div>
      )}
      <Text
        {...fields}
        field="keyVariable"
        title="Key from the environment variable"
        wide
        placeholder="ETALON_KEY"
        note={
          desktop
            ? 'Where the keychain has no key. The variable’s name, not the key.'
            : 'The variable’s name, not the key. Set it where Etalon is started; local servers need none.'
        }
      />
    </>
  )
}
