import type { CorpusSummary } from '../../contract/corpora.ts'
import { useJobs } from '../client/changes.ts'
import { useCommands } from '../client/commands.ts'
import { useCorpusActs } from '../client/corpus-acts.ts'
import { useJobActs } from '../client/job-acts.ts'
import { workbench } from '../client/workbench.ts'
import { visibleText } from '../widgets/visible-text.ts'

/** The commands on jobs, those that can be done now. */
export function useJobCommands(): void {
  const jobs = useJobs((state) => state.jobs)
  const { cancel, pause, resume } = useJobActs()
  const running = jobs.find(({ state }) => state === 'running')
  const paused = jobs.filter(({ state }) => state === 'paused')
  useCommands([
    ...(running?.pausable === true ? [{ id: 'jobs.pause', run: () => pause(running.id) } as const] : []),
    ...(running === undefined ? [] : [{ id: 'jobs.stop', run: () => cancel(running.id) } as const]),
    ...(paused.length === 0 ? [] : [{ id: 'jobs.resume', run: () => paused.forEach(({ id }) => resume(id)) } as const]),
  ])
}

/** The commands on corpora, and one for each to go to it. */
export function useCorpusCommands(corpora: readonly CorpusSummary[] = []): void {
  const { importCorpora, readCorpora } = useCorpusActs()
  const toImport = corpora.filter(({ state }) => state === 'new' || state === 'changed').map(({ name }) => name)
  const toRead = corpora.filter(({ documents, encodings }) => documents > 0 && encodings.length === 0).map(({ name }) => name)
  useCommands([
    ...(toImport.length === 0 ? [] : [{ id: 'corpora.import', run: () => importCorpora(toImport) } as const]),
    ...(toRead.length === 0 ? [] : [{ id: 'corpora.read', run: () => readCorpora(toRead) } as const]),
    ...corpora.map(({ name }) => ({
      id: `corpus.${name}`,
      title: `Corpus ${visibleText(name)}`,
      group: 'Corpora',
      run: () => workbench.getState().put({ corpus: name, activity: 'corpora' }),
    })),
  ])
}
