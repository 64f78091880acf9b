import type { Operations } from '../../src/contract/operations.ts'
import { type FakeProject, fieldText } from './fake-project.ts'

type Import = Pick<Operations['corpora'], 'preview' | 'survey' | 'timeLens' | 'upload' | 'discardUpload'>

/** Looking into a corpus before it is imported: one of the project, or for any path the first one. */
export function fakeImportOperations(project: FakeProject): Import {
  const corpusOf = (name: string | undefined) => {
    const corpus = name === undefined ? project.corpora[0] : project.corpus(name)
    if (corpus === undefined) throw new Error('the fake project has no corpus')
    return corpus
  }
  return {
    preview: async ({ name, path, mapping }) => {
      const corpus = corpusOf(name)
      const columns = ['id', 'text', ...Object.keys(corpus.metadata(0))]
      const fieldsOf = (row: number) => ({ id: corpus.id(row), text: corpus.text(row), ...corpus.metadata(row) })
      return {
        name: name ?? corpus.name,
        file: path?.replace(/^.*[\\/]/, '') ?? `${corpus.name}.jsonl.gz`,
        bytes: 1_480_200,
        kind: 'jsonl',
        columns: columns.map((column) => ({
          name: column,
          kind: column === 'year' ? 'number' : 'text',
          filled: 200,
          distinct: column === 'text' ? 198 : 80,
          medianLength: column === 'text' ? 640 : 14,
          examples: [0, 1, 2].map((row) => fieldText((fieldsOf(row) as Record<string, unknown>)[column])),
        })),
        id: mapping?.id ?? 'id',
        channels: [{ name: 'text', field: mapping?.text ?? 'text', role: null }],
        leftOut: mapping?.leftOut ?? [],
        rows: Array.from({ length: Math.min(5, corpus.documents) }, (_, row) => ({ row: row + 1, fields: fieldsOf(row) })),
        problems: [],
      }
    },
    survey: async ({ name, lens = 'small-english' }) => {
      const { documents, tokens } = corpusOf(name)
      return {
        documents,
        characters: 4 * tokens,
        tokens,
        share: 1,
        skipped: 2,
        kept: 1,
        rows: [
          { row: 17, file: 'answers.jsonl', reason: 'has an empty "text"', excerpt: '17 · 2023', kept: false },
          {
            row: 230,
            file: 'answers.jsonl',
            reason: 'is not valid JSON: Unexpected end of JSON input',
            excerpt: '{"id": "a',
            kept: false,
          },
          { row: 231, file: 'answers.jsonl', reason: 'has the id "a-12" of an earlier row; its id here is "a-12#2"', kept: true },
        ],
        lens: { name: lens, title: 'Small English', bundled: true },
        speed: { device: 'cpu', tokensPerSecond: 6120, basis: 'machine' },
      }
    },
    timeLens: async () => ({ device: 'cpu', tokensPerSecond: 6120, basis: 'trial' }),
    upload: async ({ file, offset, bytes }) => ({ path: `/home/ada/.etalon-upload-1/${file}`, received: offset + bytes.length }),
    discardUpload: async () => undefined,
  }
}
