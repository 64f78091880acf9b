import type { LabelFormat, LabelsAbout } from '../../../../contract/label-files.ts'
import type { LabelEntry, LabelScore } from './label-entry.ts'
import { csvCell, csvColumns, guarded } from './spreadsheet-cell.ts'

/** Layouts of one file; the others are folders (`writeLabelFolder`), Neuronpedia's either. */
export type LabelFileFormat = Exclude<LabelFormat, 'delphi'>

/** What is written of the SAE; Neuronpedia's and SAEDashboard's layouts need a model and a name for it. */
export type WrittenAbout = LabelsAbout & { readonly model: string; readonly sae: string }

/**
 * A file of labels in pieces of text, which `readLabels` reads back the same but for what `withoutRoom` tells.
 *
 * @param labels by latent, of one latent the oldest first
 */
export function* labelText(format: LabelFileFormat, labels: readonly LabelEntry[], about: WrittenAbout): Generator<string> {
  switch (format) {
    case 'jsonl':
      return yield* pieces(labels, (label) => `${JSON.stringify(ownObject(label, about.lens))}\n`)
    case 'json':
      yield `{"lens": ${JSON.stringify(about.lens)}, "hook": ${JSON.stringify(about.hook)}, "d_sae": ${JSON.stringify(about.dSae)},\n"labels": [\n`
      yield* pieces(labels, (label, at) => `${at === 0 ? '' : ',\n'}${JSON.stringify(ownObject(label, null))}`)
      return yield '\n]}\n'
    case 'csv':
      yield `${csvColumns.join(',')}\r\n`
      return yield* pieces(labels, (label) => csvLine(label, about.lens))
    case 'neuronpedia':
      return yield* pieces(neuronpediaOrder(labels), (label, at) => neuronpediaLine(label, at, about))
    case 'goodfire':
      yield 'index_in_sae,label\r\n'
      return yield* pieces(onlyCurrent(labels), ({ latent, text }) => `${latent},${csvCell(text)}\r\n`)
    case 'goodfire-json':
      yield '{\n'
      yield* pieces(onlyCurrent(labels), ({ latent, text }, at) => `${at === 0 ? '' : ',\n'}"${latent}": ${JSON.stringify(text)}`)
      return yield '\n}\n'
    case 'saedashboard':
      yield `{"model_id": ${JSON.stringify(about.model)}, "layer": ${JSON.stringify(about.sae)},\n"features": [\n`
      yield* pieces(onlyCurrent(labels), ({ latent, text, scores }, at) => {
        const score = scores[0] === undefined ? {} : { autointerp_explanation_score: scores[0].value }
        return `${at === 0 ? '' : ',\n'}${JSON.stringify({ feature_index: latent, autointerp_explanation: text, ...score })}`
      })
      return yield '\n]}\n'
  }
}

/** As in Neuronpedia's dump, a line for each version; which of them is the latent's label its layout tells only by order: the last. */
export function neuronpediaLine(label: LabelEntry, at: number, { model, sae }: WrittenAbout): string {
  const scores = label.scores.map(({ method, value }) => ({ value, explanationScoreTypeName: method }))
  return `${JSON.stringify({
    id: `etalon-${label.latent}-${at}`,
    modelId: model,
    layer: sae,
    index: String(label.latent),
    authorId: null,
    description: label.text,
    embedding: null,
    typeName: label.change,
    explanationModelName: label.author === '' ? null : label.author,
    ...(label.notes === '' ? {} : { notes: label.notes }),
    ...(label.at === null ? {} : { createdAt: label.at }),
    ...(scores.length === 0 ? {} : { scores }),
  })}\n`
}

/** With the current version after the earlier ones. */
export function neuronpediaOrder(labels: readonly LabelEntry[]): readonly LabelEntry[] {
  return labels.toSorted((a, b) => a.latent - b.latent || Number(a.current) - Number(b.current))
}

export function onlyCurrent(labels: readonly LabelEntry[]): readonly LabelEntry[] {
  return labels.filter((label) => label.current)
}

function ownObject(label: LabelEntry, lens: string | null): Readonly<Record<string, unknown>> {
  const { latent, text, notes, origin, author, scores, examples, change, at, current } = label
  const [first, ...others] = scores
  return {
    latent,
    label: text,
    notes,
    origin,
    author,
    at,
    ...(first === undefined ? {} : { score: first.value, scoreMethod: first.method }),
    ...(others.length === 0 ? {} : { otherScores: others }),
    ...(examples.length === 0 ? {} : { examples }),
    ...(change === null ? {} : { change }),
    ...(current ? {} : { current }),
    ...(lens === null ? {} : { lens }),
  }
}

function csvLine(
  { latent, text, notes, origin, author, scores, examples, change, at, current }: LabelEntry,
  lens: string | null,
): string {
  const [first, ...others] = scores
  const list = (values: readonly (string | LabelScore)[]) => (values.length === 0 ? '' : JSON.stringify(values))
  const before = [text, notes, origin ?? '', author]
  const after = [first?.method ?? '', list(others), list(examples), change ?? '', at ?? '', current ? 'yes' : 'no', lens ?? '']
  const cells = (values: readonly string[]) => values.map((value) => csvCell(guarded(value))).join(',')
  return `${latent},${cells(before)},${first?.value ?? ''},${cells(after)}\r\n`
}

/** Joined to pieces of about 64 thousand code units, so that writing them is not a call a label. */
function* pieces(labels: readonly LabelEntry[], line: (label: LabelEntry, at: number) => string): Generator<string> {
  let piece = ''
  for (const [at, label] of labels.entries()) {
    piece += line(label, at)
    if (piece.length < 65_536) continue
    yield piece
    piece = ''
  }
  yield piece
}
