import { type ReactNode, useState } from 'react'
import type { Prompt, PromptName } from '../../../contract/language-models.ts'
import { usePrompts, useResetPrompt, useSetPrompt } from '../../client/model-queries.ts'
import { notify } from '../../client/notices.ts'
import { useProject } from '../../client/project-queries.ts'
import { MarkdownEditor } from '../../editor/markdown-editor.tsx'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { dropPromptEdit, keepPromptEdit, usePromptEdit } from './prompt-edits.ts'
import { promptIssues } from './prompt-places.ts'
import styles from './prompts.module.css'

const titles: Readonly<Record<PromptName, { readonly title: string; readonly asks: string }>> = {
  label: { title: 'Label', asks: 'Asks for a label of a latent.' },
  relabel: { title: 'Relabel', asks: 'Asks for a better label, with the present one and its score.' },
  detect: { title: 'Detect', asks: 'Asks which passages fit a label: scores by detection.' },
  fuzz: { title: 'Fuzz', asks: 'Asks where the right tokens are marked: scores by fuzzing.' },
  summarise: { title: 'Summarise', asks: 'Asks for hypotheses on a difference, from the labels of its latents.' },
  verify: { title: 'Verify', asks: 'Asks of which documents a statement holds.' },
  'name-clusters': { title: 'Name clusters', asks: 'Asks for a name and a description of a cluster.' },
  rerank: { title: 'Rerank', asks: 'Asks for the order of hits.' },
}

/** The words that language models are asked with: shown whole, and to be changed for this project. */
export function PromptsPanel(): ReactNode {
  const { data: project } = useProject()
  const { data: prompts, error, refetch } = usePrompts()
  const [name, setName] = useState<PromptName>('label')
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (prompts === undefined || project == null) return <Loading label="Loading prompts" />
  const prompt = prompts.find((each) => each.name === name)
  return (
    <div className={styles['prompts']}>
      <nav aria-label="Prompts">
        <ul>
          {prompts.map((each) => (
            <PromptItem key={each.name} project={project.folder} prompt={each} chosen={each.name === name} onChoose={setName} />
          ))}
        </ul>
      </nav>
      {prompt !== undefined && <PromptEditor key={prompt.name} project={project.folder} prompt={prompt} />}
    </div>
  )
}

type ItemProps = {
  readonly project: string
  readonly prompt: Prompt
  readonly chosen: boolean
  readonly onChoose: (name: PromptName) => void
}

function PromptItem({ project, prompt: { name, edited }, chosen, onChoose }: ItemProps) {
  const unsaved = usePromptEdit(project, name) !== undefined
  return (
    <li>
      <button type="button" aria-current={chosen ? 'true' : undefined} onClick={() => onChoose(name)}>
        {titles[name].title}
        <span>{unsaved ? 'not saved' : edited ? 'changed here' : ''}</span>
      </button>
    </li>
  )
}

function PromptEditor({ project, prompt: { name, text, edited, places } }: { project: string; prompt: Prompt }) {
  const typed = usePromptEdit(project, name)
  const save = useSetPrompt()
  const reset = useResetPrompt()
  const { title, asks } = titles[name]
  const shown = typed ?? text
  const issues = promptIssues(shown, places)
  const failed = save.error ?? reset.error
  const write = (next: string) => {
    save.reset()
    if (next === text) dropPromptEdit(project, name)
    else keepPromptEdit(project, name, next)
  }
  const done = (says: string) => () => {
    dropPromptEdit(project, name)
    notify({ text: says })
  }
  return (
    <section className={styles['prompt']} aria-label={`The prompt ${title}`}>
      <header>
        <div>
          <h3>{title}</h3>
          <p>
            {asks} {edited ? 'This project has its own words for it.' : 'As it came with Etalon.'}
          </p>
        </div>
        <Button
          icon="undo"
          disabled={!edited || reset.isPending}
          onClick={() => reset.mutate(name, { onSuccess: done(`The prompt ${title} is again as it came.`) })}
        >
          Back to the shipped words
        </Button>
        {typed !== undefined && (
          <Button kind="quiet" onClick={() => dropPromptEdit(project, name)}>
            Discard changes
          </Button>
        )}
        <Button
          kind="primary"
          disabled={typed === undefined || issues.length > 0 || save.isPending}
          onClick={() => save.mutate({ name, text: shown }, { onSuccess: done(`The prompt ${title} is saved.`) })}
        >
          Save
        </Button>
      </header>
      <p className={styles['places']}>
        Filled in when it is sent:{' '}
        {places.map((place) => (
          <code key={place} data-missing={!shown.includes(`{{${place}}}`)}>{`{{${place}}}`}</code>
        ))}
      </p>
      <div role="status" className={styles['issues']}>
        {issues.length > 0 && (
          <ul>
            {issues.map((issue) => (
              <li key={issue}>{issue}</li>
            ))}
          </ul>
        )}
      </div>
      {failed !== null && <ErrorNote error={failed} />}
      {/* It scrolls; the editor in it takes the focus. */}
      <div className={styles['editor']}>
        <MarkdownEditor
          label={`The prompt ${title}: after “# System” what is always said, after “# User” the request with its places`}
          placeholder="# System"
          value={shown}
          lines={[16, 400]}
          onChange={write}
          onBlur={() => {}}
        />
      </div>
    </section>
  )
}
