import type { Mapping } from '../../../contract/corpora.ts'
import { Failure } from '../../../contract/failure.ts'
import { type CorpusPreview, previewCorpus } from '../corpora/columns.ts'
import type { CorpusSource } from '../corpora/corpus-source.ts'
import { describeSource, discoverCorpora } from '../corpora/discover.ts'
import { corpusByName } from '../store/corpora.ts'
import { columnChoice } from './column-choice.ts'
import type { ProjectReading } from './project-reading.ts'

type Asked = {
  readonly name?: string | undefined
  readonly path?: string | undefined
  readonly mapping?: Mapping | undefined
}

/** The corpus that a question is about, by path or by name. Throws Failure 'not-found', and as `describeSource` does. */
export async function sourceAsked(project: ProjectReading, { name, path }: Asked): Promise<CorpusSource> {
  if (path !== undefined) return describeSource(path)
  const sources = await discoverCorpora(project.folder)
  const source = sources.find((each) => each.name === name)
  if (source !== undefined) return source
  throw new Failure(
    'not-found',
    `The folder has no corpus "${name ?? ''}".`,
    sources.length === 0 ? 'It has none at all yet.' : `There are: ${sources.map((each) => each.name).join(', ')}.`,
  )
}

/**
 * What a source holds, with the columns asked for; where none are, those chosen when the corpus was imported, as long as the file still has
 * them.
 */
export async function previewAsked(
  project: ProjectReading,
  source: CorpusSource,
  { name, mapping }: Asked,
): Promise<CorpusPreview> {
  if (mapping !== undefined) return previewCorpus(source, columnChoice(mapping))
  const before = name === undefined || project.dbIfAny === null ? null : corpusByName(project.db, name)
  const { asked } = (before?.mapping ?? {}) as { readonly asked?: Mapping }
  if (asked === undefined) return previewCorpus(source)
  return previewCorpus(source, columnChoice(asked)).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'bad-input') return previewCorpus(source)
    throw error
  })
}
