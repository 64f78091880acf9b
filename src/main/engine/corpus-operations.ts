import { Failure } from '../../contract/failure.ts'
import type { Operations } from '../../contract/operations.ts'
import { readingAsSet } from './settings-file.ts'
import { discardUpload, receiveUpload } from './uploads.ts'

type Corpora = Operations['corpora']
type Answer<Name extends keyof Corpora> = Awaited<ReturnType<Corpora[Name]>>
type Ask = <Output>(path: string) => (input?: unknown) => Promise<Output>
type Ways = {
  readonly query: Ask
  readonly act: Ask
  /** Of the open project; null while none is. */
  readonly folder: () => string | null
}

/** The operations on corpora. Readings take what the user has set where they do not say it; uploads need no worker. */
export function corpusOperations(home: string, { query, act, folder }: Ways): Corpora {
  const opened = () => {
    const project = folder()
    if (project !== null) return project
    throw new Failure('not-found', 'No project is open.', 'Open a folder that holds your corpora.')
  }
  return {
    list: query('corpora.list'),
    preview: query('corpora.preview'),
    problems: query('corpora.problems'),
    survey: async (input) => query<Answer<'survey'>>('corpora.survey')(await readingAsSet(home, input)),
    timeLens: async (input) => act<Answer<'timeLens'>>('corpora.timeLens')(await readingAsSet(home, input)),
    upload: async (input) => receiveUpload(opened(), input),
    discardUpload: async ({ upload }) => discardUpload(opened(), upload),
    import: async (input) => {
      const read = input.read === undefined ? {} : { read: await readingAsSet(home, input.read) }
      return act<Answer<'import'>>('corpora.import')({ ...input, ...read })
    },
    encode: async (input) => act<Answer<'encode'>>('corpora.encode')(await readingAsSet(home, input)),
    remove: act('corpora.remove'),
  }
}
