import type { Recipe } from '../../../contract/analyses.ts'
import type { Finding, FindingEvidence, FindingSettings, Quotation } from '../../../contract/findings.ts'
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
  readonly findings: readonly Finding[]
  readonly labels: readonly PersonLabel[]
  readonly notes: readonly ReportedNote[]
}

/** What a report is known by: it may be written over by a newer one. */
export const reportMark = 'Made with Etalon '

/** Findings, a person's labels and notes as Markdown: evidence quoted and marked, document ids, lens, settings and versions. */
export function reportMarkdown(input: ReportInput): string {
  const parts = [
    `# ${inertInline(input.project)}: findings`,
    `${reportMark}${input.etalon} on ${input.at.slice(0, 10)}. In quotations, the text between « and » is where the latent is active.`,
    ...(input.findings.length === 0 ? ['No findings have been kept yet.'] : input.findings.map(findingMarkdown)),
  ]
  if (input.labels.length > 0)
    parts.push(
      '## Labels written here',
      labelTable(input.labels),
      ...input.labels.filter((label) => label.notes.trim() !== '').map(labelNotes),
    )
  if (input.notes.length > 0) parts.push('## Notes and flags', ...input.notes.map(noteMarkdown))
  if (input.findings.length > 0) parts.push('## How these were made', settingsList(input.findings))
  return `${parts.join('\n\n')}\n`
}

function findingMarkdown(finding: Finding, at: number): string {
  const { evidence } = finding
  const parts = [`## ${at + 1}. ${inertInline(finding.title)}`]
  if (finding.note.trim() !== '') parts.push(finding.note.trim())
  if (evidence.latent !== null) parts.push(latentLine(evidence))
  parts.push(...(evidence.statements ?? []).map(inertInline))
  parts.push(...(evidence.warnings ?? []).map((warning) => `**Note:** ${inertInline(warning)}`))
  if (evidence.table !== undefined) parts.push(tableMarkdown(evidence.table))
  if (evidence.frequencies.length > 0) parts.push(frequencyTable(evidence))
  parts.push(...evidence.quotations.map(quotationMarkdown))
  parts.push(
    `*Kept ${finding.createdAt.slice(0, 10)}${finding.settings.lens === null ? '' : `, read with ${inertInline(finding.settings.lens)}`}.*`,
  )
  return parts.join('\n\n')
}

function latentLine(evidence: FindingEvidence): string {
  const label =
    evidence.label === null
      ? 'without a label'
      : `“${inertInline(evidence.label)}” (label by ${originWords[evidence.labelOrigin ?? ''] ?? 'an unknown origin'})`
  const tokens = evidence.topTokens.slice(0, 10).map((each) => `${codeSpan(each.token)} ×${each.count}`)
  return `Latent ${evidence.latent}, ${label}.${tokens.length === 0 ? '' : ` Most active on ${tokens.join(', ')}.`}`
}

const originWords: Readonly<Record<string, string>> = {
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
  const place = `${inertInline(quotation.corpus)}, document ${codeSpan(quotation.document)}, ${inertInline(quotation.channel)}${activation}:`
  return `${place}\n\n${quote(quotation.text, quotation.marks, quotation.from)}`
}

function labelTable(labels: readonly PersonLabel[]): string {
  const rows = labels.map(
    (label) => `| ${label.latent} | ${inertInline(label.text)} | ${inertInline(label.lens)} | ${label.at.slice(0, 10)} |`,
  )
  return ['| latent | label | lens | written |', '|--:|---|---|---|', ...rows].join('\n')
}

function labelNotes(label: PersonLabel): string {
  return `### Notes on latent ${label.latent}: ${inertInline(label.text)}\n\n${label.notes.trim()}`
}

function noteMarkdown(noted: ReportedNote): string {
  const { flag, note } = noted
  const name =
    'latent' in noted
      ? `Latent ${noted.latent}${noted.label === null ? '' : `: ${inertInline(noted.label)}`} (${inertInline(noted.lens)})`
      : `${inertInline(noted.corpus)}, document ${codeSpan(noted.document)}`
  const flagged = flag === null ? [] : [flag === '' ? 'Flagged.' : `Flagged: ${inertInline(flag)}`]
  return [`### ${name}`, ...flagged, ...(note.trim() === '' ? [] : [note.trim()])].join('\n\n')
}

/** Each distinct setting once, with the findings it made. */
function settingsList(findings: readonly Finding[]): string {
  const made = new Map<string, number[]>()
  findings.forEach(({ settings }, at) => {
    const lens =
      settings.lens === null
        ? 'no lens'
        : `lens ${inertInline(settings.lens)} (${settings.lensHash?.slice(0, 12)}, ${inertInline(settings.hook ?? '')})`
    const analysis = settings.recipe === undefined ? '' : `; ${recipeWords(settings.recipe)}`
    const asked = settings.asked === undefined ? '' : `; ${askedWords(settings.asked)}`
    const line = `Etalon ${settings.etalon}; ${lens}; ${inertInline(settings.presence)}${analysis}${asked}`
    made.set(line, [...(made.get(line) ?? []), at + 1])
  })
  return [...made]
    .map(([line, numbers]) => `- Finding${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}: ${line}.`)
    .join('\n')
}

/** The kind of analysis and its whole request, as code that can be read back. */
function recipeWords({ kind, request, inputs }: Recipe): string {
  const read = inputs.map((input) => `${input.corpus} (${input.channel}, ${input.documents} documents)`).join(', ')
  return `${kind} of ${inertInline(read)}, with ${codeSpan(JSON.stringify(request))}`
}

/** The language model and the whole request to it, as code that can be read back. */
function askedWords({ model, request }: NonNullable<FindingSettings['asked']>): string {
  return `${inertInline(model)} was asked ${codeSpan(JSON.stringify(request))}`
}
