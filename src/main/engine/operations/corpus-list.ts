import { basename } from 'node:path'
import type { z } from 'zod'
import type { CorpusPreview, CorpusState, CorpusSummary, EncodingSummary } from '../../../contract/corpora.ts'
import type { previewInput } from '../../../contract/importing.ts'
import type { CorpusSource } from '../corpora/corpus-source.ts'
import { discoverCorpora, sourceFingerprint } from '../corpora/discover.ts'
import { listCorpora, type StoredCorpus } from '../store/corpora.ts'
import { listEncodings } from '../store/encodings.ts'
import { listLenses } from '../store/lenses.ts'
import { metadataColumns } from '../store/metadata-columns.ts'
import { previewAsked, sourceAsked } from './source-asked.ts'
import { agreementOf, deviceReasonOf, precisionOf } from './encoding-settings.ts'
import type { ProjectReading } from './project-reading.ts'

const shownValues = 20

/** Every corpus in the folder or the store, by name, with how it stands. */
export async function corpusList(project: ProjectReading): Promise<readonly CorpusSummary[]> {
  const sources = new Map((await discoverCorpora(project.folder)).map((source) => [source.name, source]))
  const stored = project.dbIfAny === null ? [] : listCorpora(project.db)
  const encodings = encodingSummaries(project)
  const names = [...new Set([...sources.keys(), ...stored.map((corpus) => corpus.name)])].sort((a, b) => a.localeCompare(b, 'en'))
  return Promise.all(
    names.map(async (name) => {
      const source = sources.get(name)
      const known = stored.filter((corpus) => corpus.name === name)
      const corpus = known.find((each) => each.state === 'ready') ?? known[0]
      const state = await stateOf(known, source)
      return {
        name,
        kind: corpus?.kind ?? source?.kind ?? '',
        source: corpus?.source ?? source?.path.slice(project.folder.length + 1) ?? '',
        bytes: source?.bytes ?? 0,
        state,
        documents: corpus?.documents ?? 0,
        skipped: corpus?.skipped ?? 0,
        channels: corpus?.channels.map(({ name: channel, field, role }) => ({ name: channel, field, role })) ?? [],
        columns: corpus === undefined ? [] : columnsOf(project, corpus),
        encodings: encodings.filter((encoding) => encoding.corpus === name),
      }
    }),
  )
}

export function encodingSummaries(project: ProjectReading): readonly EncodingSummary[] {
  const db = project.dbIfAny
  if (db === null) return []
  const lenses = new Map(listLenses(db).map((lens) => [lens.lens, lens]))
  const corpora = new Map(listCorpora(db).map((corpus) => [corpus.corpus, corpus]))
  return listEncodings(db).flatMap((encoding) => {
    const { corpus, channel, lens, state, documents, tokens, nonzeros, seconds, device } = encoding
    const of = corpora.get(corpus)
    const by = lenses.get(lens)
    const read = of?.channels.find((each) => each.channel === channel)
    if (of?.state !== 'ready' || by === undefined || read === undefined) return []
    return [
      {
        corpus: of.name,
        channel: read.name,
        lens: by.name,
        lensHash: by.hash,
        state,
        documents,
        tokens,
        nonzeros,
        seconds,
        device,
        deviceReason: deviceReasonOf(encoding),
        precision: precisionOf(encoding),
        agreement: agreementOf(encoding),
      },
    ]
  })
}

export async function corpusPreview(project: ProjectReading, input: z.output<typeof previewInput>): Promise<CorpusPreview> {
  const source = await sourceAsked(project, input)
  const { columns, mapping: chosen, rows, problems } = await previewAsked(project, source, input)
  return {
    name: source.name,
    file: basename(source.path),
    bytes: source.bytes,
    kind: source.kind,
    columns,
    id: chosen.id,
    channels: chosen.channels.map((each) => ({ ...each, role: each.role ?? null })),
    leftOut: chosen.leftOut ?? [],
    rows,
    problems,
  }
}

/** What the store knows of the project without reading much. */
export function projectSummary(project: ProjectReading): { readonly documents: number } {
  const corpora = project.dbIfAny === null ? [] : listCorpora(project.db)
  return { documents: corpora.reduce((sum, corpus) => sum + (corpus.state === 'ready' ? corpus.documents : 0), 0) }
}

async function stateOf(known: readonly StoredCorpus[], source: CorpusSource | undefined): Promise<CorpusState> {
  if (known.some((corpus) => corpus.state === 'importing')) return 'importing'
  const ready = known.find((corpus) => corpus.state === 'ready')
  if (ready === undefined) return 'new'
  if (source === undefined) return 'missing'
  return ready.fingerprint === (await sourceFingerprint(source)) ? 'ready' : 'changed'
}

function columnsOf(project: ProjectReading, corpus: StoredCorpus): CorpusSummary['columns'] {
  return project.remembered(`columns ${corpus.corpus}`, () =>
    metadataColumns(project.db, corpus.corpus).map(({ name, kind, values }) => ({
      name,
      kind,
      examples: values.slice(0, shownValues).map((each) => each.value),
    })),
  )
}
