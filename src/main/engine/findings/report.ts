import type { AnalysisInput, Recipe } from '../../../contract/analyses.ts'
import type { Finding, FindingEvidence, FindingSettings, ListedFinding, Quotation } from '../../../contract/findings.ts'
import { inertMarkdown } from './notes.ts'
import { codeSpan, inertInline, quote } from './quote.ts'

export type PersonLabel = {
  readonly lens: string
  readonly latent: number
  readonly text: string
  readonly notes: string
  readonly at: string
}

type OfLatent = { readonly lens: string; readonly latent: number; readonly label: string | null }
type OfDocument = { readonly corpus: string; readonly document: string }
/** What was noted about a latent or a document. */
export type ReportedNote = { readonly flag: string | null; readonly note: string } & (OfLatent | OfDocument)

export type ReportInput = {
  readonly project: string
  readonly etalon: string
  readonly at: string
  /** In their order, sections among them. */
  readonly findings: readonly ListedFinding[]
  readonly labels: readonly PersonLabel[]
  readonly notes: readonly ReportedNote[]
}

/** What a report is known by: it may be written over by a newer one. */
export const reportMark = 'Made with Etalon '

/** Where the plot of a finding is found: an address, or a path beside the report. Asked of one plot at a time, when its place has come. */
export type PlotPlace = (finding: Finding, number: number) => string

/** Findings by their numbers in the report, from 1; sections have none. */
export function numbered(
  findings: readonly ListedFinding[],
): readonly { readonly finding: ListedFinding; readonly number: number | null }[] {
  let last = 0
  return findings.map((finding) => ({ finding, number: finding.kind === 'section' ? null : ++last }))
}

/** Findings, a person's labels and notes as Markdown: evidence quoted and marked, document ids, lens, settings and versions; piece by piece. */
export function* markdownReport(input: ReportInput, plot: PlotPlace): Generator<string> {
  const all = numbered(input.findings)
  const numbers = new Map(all.map(({ finding, number }) => [finding.id, number]))
  const level = all.some(({ number }) => number === null) ? '###' : '##'
  yield `# ${inertInline(input.project)}: findings`
  yield `\n\n${reportMark}${input.etalon} on ${input.at.slice(0, 10)}. In quotations, the text between « and » is where the latent is active.`
  if (all.length === 0) yield '\n\nNo findings have been kept yet.'
  for (const { finding, number } of all) {
    const { title, note } = finding
    const parts =
      number === null
        ? [...(title.trim() === '' ? [] : [`## ${inertInline(title)}`]), ...(note.trim() === '' ? [] : [inertMarkdown(note)])]
        : [
            `${level} ${number}. ${inertInline(title)}`,
            ...findingParts(finding, finding.figure ? plot(finding, number) : null, numbers.get(finding.sameAs ?? -1) ?? null),
          ]
    yield parts.map((part) => `\n\n${part}`).join('')
  }
  const more: string[] = []
  if (input.labels.length > 0)
    more.push(
      '## Labels written here',
      labelTable(input.labels),
      ...input.labels.filter((label) => label.notes.trim() !== '').map(labelNotes),
    )
  if (input.notes.length > 0) more.push('## Notes and flags', ...input.notes.map(noteMarkdown))
  if (all.some(({ number }) => number !== null)) more.push('## How these were made', settingsList(all))
  yield more.map((part) => `\n\n${part}`).join('')
  yield '\n'
}

function findingParts(finding: ListedFinding, plot: string | null, sameAs: number | null): readonly string[] {
  const { evidence, settings } = finding
  const parts: string[] = []
  if (finding.note.trim() !== '') parts.push(inertMarkdown(finding.note))
  if (finding.stale !== null) parts.push(`**Changed since it was kept:** ${inertInline(finding.stale)}`)
  if (sameAs !== null) parts.push(`The same as finding ${sameAs}, kept again.`)
  if (evidence.latent !== null) parts.push(latentLine(evidence))
  parts.push(...(evidence.statements ?? []).map(inertInline))
  parts.push(...(evidence.warnings ?? []).map((warning) => `**Note:** ${inertInline(warning)}`))
  if (plot !== null) parts.push(`![Plot: ${inertInline(finding.title)}](${plot})`)
  if (evidence.table !== undefined) parts.push(tableMarkdown(evidence.table))
  if (evidence.frequencies.length > 0) parts.push(frequencyTable(evidence))
  parts.push(...evidence.quotations.map(quotationMarkdown))
  parts.push(
    `*Kept ${finding.createdAt.slice(0, 10)}${settings.lens === null ? '' : `, read with ${inertInline(settings.lens)}`}.*`,
  )
  return parts
}

function latentLine(evidence: FindingEvidence): string {
  const label =
    evidence.label === null
      ? 'without a label'
      : `“${inertInline(evidence.label)}” (label by ${originWords[evidence.labelOrigin ?? ''] ?? 'an unknown origin'})`
  const tokens = evidence.topTokens.slice(0, 10).map((each) => `${codeSpan(each.token)} ×${each.count}`)
  return `Latent ${evidence.latent}, ${label}.${tokens.length === 0 ? '' : ` Most active on ${tokens.join(', ')}.`}`
}

export const originWords: Readonly<Record<string, string>> = {
  person: 'a person',
  'language-model': 'a language model',
  import: 'import',
  statistics: 'statistics',
}

function tableMarkdown({ columns, rows }: NonNullable<FindingEvidence['table']>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inertInline).join(' | ')} |`
  return [line(columns), `|${columns.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

function frequencyTable(evidence: FindingEvidence): string {
  const rows = evidence.frequencies.map(
    ({ corpus, channel, documents, present }) =>
      `| ${inertInline(corpus)} | ${inertInline(channel)} | ${present} | ${documents} | ${documents === 0 ? '' : `${((100 * present) / documents).toFixed(1)} %`} |`,
  )
  return ['| corpus | channel | present in | of documents | share |', '|---|---|--:|--:|--:|', ...rows].join('\n')
}

function quotationMarkdown(quotation: Quotation): string {
  const activation = quotation.activation === null ? '' : `, activation ${quotation.activation.toPrecision(3)}`
  const place =
    quotation.corpus === ''
      ? `A text that was typed${activation}:`
      : `${inertInline(quotation.corpus)}, document ${codeSpan(quotation.document)}, ${inertInline(quotation.channel)}${activation}:`
  return `${place}\n\n${quote(quotation.text, quotation.marks, quotation.from)}`
}

function labelTable(labels: readonly PersonLabel[]): string {
  const rows = labels.map(
    (label) => `| ${label.latent} | ${inertInline(label.text)} | ${inertInline(label.lens)} | ${label.at.slice(0, 10)} |`,
  )
  return ['| latent | label | lens | written |', '|--:|---|---|---|', ...rows].join('\n')
}

function labelNotes(label: PersonLabel): string {
  return `### Notes on latent ${label.latent}: ${inertInline(label.text)}\n\n${inertMarkdown(label.notes)}`
}

function noteMarkdown(noted: ReportedNote): string {
  const { flag, note } = noted
  const name =
    'latent' in noted
      ? `Latent ${noted.latent}${noted.label === null ? '' : `: ${inertInline(noted.label)}`} (${inertInline(noted.lens)})`
      : `${inertInline(noted.corpus)}, document ${codeSpan(noted.document)}`
  const flagged = flag === null ? [] : [flag === '' ? 'Flagged.' : `Flagged: ${inertInline(flag)}`]
  return [`### ${name}`, ...flagged, ...(note.trim() === '' ? [] : [inertMarkdown(note)])].join('\n\n')
}

/** Each distinct setting once, with the findings it made. */
function settingsList(all: ReturnType<typeof numbered>): string {
  const made = new Map<string, number[]>()
  for (const { finding, number } of all) {
    if (number === null) continue
    const { settings } = finding
    const lens =
      settings.lens === null
        ? 'no lens'
        : `lens ${inertInline(settings.lens)} (${settings.lensHash}, ${inertInline(settings.hook ?? '')})`
    const analysis = settings.recipe === undefined ? '' : `; ${recipeWords(settings.recipe)}`
    const read = settings.inputs === undefined || settings.inputs.length === 0 ? '' : `; of ${inputWords(settings.inputs)}`
    const asked = settings.asked === undefined ? '' : `; ${askedWords(settings.asked)}`
    const line = `Etalon ${settings.etalon}; ${lens}; ${inertInline(settings.presence)}${read}${analysis}${asked}`
    made.set(line, [...(made.get(line) ?? []), number])
  }
  return [...made]
    .map(([line, numbers]) => `- Finding${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}: ${line}.`)
    .join('\n')
}

/** The kind of analysis and its whole request, as code that can be read back. */
function recipeWords({ kind, request, inputs, embedder }: Recipe): string {
  const compared = embedder === undefined ? '' : `, labels compared by ${inertInline(embedder.endpoint ?? embedder.model)}`
  return `${kind} of ${inputWords(inputs)}, with ${codeSpan(JSON.stringify(request))}${compared}`
}

/** What was read; the number in sixteens stands for the texts and the settings they were read with. */
function inputWords(inputs: readonly AnalysisInput[]): string {
  return inertInline(
    inputs
      .map((input) => `${input.corpus} (${input.channel}, ${input.documents} documents, ${shortHash(input.encoding)})`)
      .join(', '),
  )
}

export const shortHash = (hash: string): string => hash.slice(0, 16)

/** The language model and the whole request to it, as code that can be read back. */
function askedWords({ model, request }: NonNullable<FindingSettings['asked']>): string {
  return `${inertInline(model)} was asked ${codeSpan(JSON.stringify(request))}`
}
