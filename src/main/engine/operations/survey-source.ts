import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type { Survey, SurveyedRow, surveyInput } from '../../../contract/importing.ts'
import { type ImportItem, readDocuments } from '../corpora/documents.ts'
import type { Tokenizer } from '../reader/tokenizer.ts'
import { isBundled, lensToReadWith } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import { speedOf } from './reading-speed.ts'
import { previewAsked, sourceAsked } from './source-asked.ts'

/** So much of a large file is looked through: its rest is taken to be alike. */
const mostBytes = 64 * 1024 * 1024
const mostMilliseconds = 4000
const shownRows = 100
const sampledTexts = 200
/** Of a long text, from its beginning. */
const sampledCharacters = 4000

/** What importing a corpus with these columns, and reading it with a lens, would come to. */
export async function surveySource(project: ProjectReading, input: z.output<typeof surveyInput>): Promise<Survey> {
  const source = await sourceAsked(project, input)
  const { mapping } = await previewAsked(project, source, input)
  const count = new Counting()
  const began = performance.now()
  let share = 1
  for await (const { items, bytesRead } of readDocuments(source, mapping)) {
    for (const item of items) count.take(item)
    const isEnough = bytesRead >= mostBytes || performance.now() - began > mostMilliseconds
    if (!isEnough || bytesRead >= source.bytes) continue
    share = bytesRead / Math.max(1, source.bytes)
    break
  }
  const lens = await lensToReadWith(project, input.lens).catch((error: unknown) => {
    if (input.lens === undefined && error instanceof Failure) return null
    throw error
  })
  const whole = (counted: number) => Math.round(counted / share)
  const tokensPerCharacter = lens === null ? null : count.tokensPerCharacter(await project.tokenizer(lens))
  return {
    documents: whole(count.documents),
    characters: whole(count.characters),
    tokens: tokensPerCharacter === null ? null : Math.round(whole(count.characters) * tokensPerCharacter),
    share,
    skipped: whole(count.skipped),
    kept: whole(count.kept),
    rows: count.rows,
    lens: lens === null ? null : { name: lens.name, title: lens.title, bundled: isBundled(project, lens.folder) },
    speed: lens === null ? null : await speedOf(project, lens, input),
  }
}

class Counting {
  documents = 0
  characters = 0
  skipped = 0
  kept = 0
  readonly rows: SurveyedRow[] = []
  /** Of every `stride`th document, so that they stand for all of those seen. */
  #sample: string[] = []
  #stride = 1

  take(item: ImportItem): void {
    if ('problem' in item) {
      this.skipped++
      if (this.rows.length < shownRows) this.rows.push({ ...item.problem, kept: false })
      return
    }
    const [notice] = item.notices
    if (notice !== undefined) {
      this.kept++
      const reason = item.notices.map((each) => each.reason).join('; ')
      if (this.rows.length < shownRows) this.rows.push({ ...notice, reason, kept: true })
    }
    const texts = Object.values(item.document.texts)
    for (const text of texts) this.characters += text.length
    if (this.documents++ % this.#stride !== 0) return
    this.#sample.push(texts.map((text) => text.slice(0, sampledCharacters)).join('\n'))
    if (this.#sample.length < 2 * sampledTexts) return
    this.#sample = this.#sample.filter((_, at) => at % 2 === 0)
    this.#stride *= 2
  }

  tokensPerCharacter(tokenizer: Tokenizer): number {
    const texts = this.#sample.slice(-sampledTexts)
    const characters = texts.reduce((sum, text) => sum + text.length, 0)
    const tokens = texts.reduce((sum, text) => sum + tokenizer.tokenize(text).ids.length, 0)
    return characters === 0 ? 0 : tokens / characters
  }
}
