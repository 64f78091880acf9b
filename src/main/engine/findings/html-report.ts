import { createHash } from 'node:crypto'
import type { AnalysisInput } from '../../../contract/analyses.ts'
import type { FindingEvidence, FindingSettings, ListedFinding, Quotation } from '../../../contract/findings.ts'
import { heatLevel, litSegments } from '../../../contract/lit-segments.ts'
import { noteHtml } from './notes.ts'
import { showUnreadable } from './quote.ts'
import { htmlStyle } from './html-style.ts'
import {
  numbered,
  originWords,
  type PersonLabel,
  type PlotPlace,
  type ReportedNote,
  type ReportInput,
  shortHash,
} from './report.ts'

/** What a page is known by: it may be written over by a newer one. */
export const htmlReportMark = '<meta name="generator" content="Etalon '

/** Nothing but the page's own style sheet and the plots inside it: no script, no request, no form. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(htmlStyle).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'`

/**
 * Findings, a person's labels and notes as one page that needs nothing else, piece by piece; what `markdownReport` says, with each token
 * shaded by its activation. Light or dark as the reader's system is, light on paper. Every foreign text is escaped.
 */
export function* htmlReport(input: ReportInput, plot: PlotPlace): Generator<string> {
  const all = numbered(input.findings)
  const numbers = new Map(all.map(({ finding, number }) => [finding.id, number]))
  const count = all.filter(({ number }) => number !== null).length
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${htmlReportMark}${inert(input.etalon)}">
<title>${inert(input.project)}: findings</title>
<style>${htmlStyle}</style>
</head>
<body>
<header>
<h1>${inert(input.project)}: findings</h1>
<p class="muted">${count} finding${count === 1 ? '' : 's'}. Made with Etalon ${inert(input.etalon)} on <time>${inert(input.at.slice(0, 10))}</time>.</p>
${count === 0 ? '' : legend}
</header>
${contents(all)}<main>
${all.length === 0 ? '<p>No findings have been kept yet.</p>\n' : ''}`
  for (const { finding, number } of all)
    yield number === null
      ? section(finding)
      : article(finding, number, finding.figure ? plot(finding, number) : null, numbers.get(finding.sameAs ?? -1) ?? null)
  if (input.labels.length > 0) yield labelTable(input.labels)
  if (input.notes.length > 0) yield `<h2>Notes and flags</h2>\n${input.notes.map(noted).join('')}`
  if (count > 0) yield `<h2>How these were made</h2>\n${settingsList(all)}`
  yield '</main>\n</body>\n</html>\n'
}

const legend = `<p class="legend"><span class="muted">In quotations the shade and the line below a token say how active the latent is there, against the most active token of its finding:</span> ${[1, 2, 3, 4, 5, 6, 7, 8].map((level) => `<mark class="h${level}">${level}</mark>`).join('')}</p>`

/** Foreign text for an element or a quoted attribute. */
function inert(text: string): string {
  return showUnreadable(text)
    .replace(/[\u2028\u2029]/g, '\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Foreign text whose direction does not reach beyond it. */
const bdi = (text: string) => `<bdi>${inert(text)}</bdi>`

type Numbered = ReturnType<typeof numbered>

function contents(all: Numbered): string {
  if (all.length < 3) return ''
  const entries = all.flatMap(({ finding, number }) =>
    number === null
      ? finding.title.trim() === ''
        ? []
        : [`<li class="part">${bdi(finding.title)}</li>`]
      : [`<li><a href="#finding-${number}">${number}. ${bdi(finding.title)}</a></li>`],
  )
  return `<nav aria-label="Findings"><ul>\n${entries.join('\n')}\n</ul></nav>\n`
}

function section({ title, note }: ListedFinding): string {
  const heading = title.trim() === '' ? '' : `<h2>${bdi(title)}</h2>\n`
  return `<section class="part">\n${heading}${noteHtml(note)}</section>\n`
}

function article(finding: ListedFinding, number: number, plot: string | null, sameAs: number | null): string {
  const { evidence, settings } = finding
  const strongest = Math.max(0, ...evidence.quotations.flatMap(({ marks }) => marks.map(({ activation }) => activation)))
  return [
    `<article id="finding-${number}">`,
    `<h3><span class="number">${number}</span> ${bdi(finding.title)}</h3>`,
    finding.note.trim() === '' ? '' : `<div class="note">${noteHtml(finding.note)}</div>`,
    finding.stale === null ? '' : `<p class="warning"><strong>Changed since it was kept:</strong> ${bdi(finding.stale)}</p>`,
    sameAs === null ? '' : `<p class="muted">The same as <a href="#finding-${sameAs}">finding ${sameAs}</a>, kept again.</p>`,
    plot === null ? '' : `<figure class="plot"><img src="${inert(plot)}" alt="Plot: ${inert(finding.title)}"></figure>`,
    '<details open><summary>Evidence</summary>',
    evidence.latent === null ? '' : latentLine(evidence, evidence.latent),
    ...(evidence.statements ?? []).map((statement) => `<p>${bdi(statement)}</p>`),
    ...(evidence.warnings ?? []).map((warning) => `<p class="warning"><strong>Note:</strong> ${bdi(warning)}</p>`),
    evidence.table === undefined ? '' : table(evidence.table.columns, evidence.table.rows),
    evidence.frequencies.length === 0 ? '' : frequencies(evidence),
    ...evidence.quotations.map((quotation) => quoted(quotation, strongest)),
    '</details>',
    `<p class="muted">Kept ${inert(finding.createdAt.slice(0, 10))}${settings.lens === null ? '' : `, read with ${bdi(settings.lens)}`}.</p>`,
    '</article>\n',
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function latentLine({ label, labelOrigin, topTokens }: FindingEvidence, latent: number): string {
  const named =
    label === null
      ? 'without a label'
      : `<strong>${bdi(label)}</strong> <span class="muted">(label by ${originWords[labelOrigin ?? ''] ?? 'an unknown origin'})</span>`
  const tokens = topTokens.slice(0, 10).map(({ token, count }) => `<code>${inert(signs(token))}</code> ×${count}`)
  return `<p>Latent ${latent}, ${named}.${tokens.length === 0 ? '' : ` Most active on ${tokens.join(', ')}.`}</p>`
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${bdi(cell)}</td>`).join('')
  return `<div class="wide" role="region" aria-label="Table" tabindex="0"><table>
<thead><tr>${columns.map((column) => `<th scope="col">${bdi(column)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
</tbody></table></div>`
}

function frequencies({ frequencies: all }: FindingEvidence): string {
  return table(
    ['corpus', 'channel', 'present in', 'of documents', 'share'],
    all.map(({ corpus, channel, documents, present }) => [
      corpus,
      channel,
      String(present),
      String(documents),
      documents === 0 ? '' : `${((100 * present) / documents).toFixed(1)} %`,
    ]),
  )
}

function quoted({ corpus, channel, document, text, from, marks, activation }: Quotation, strongest: number): string {
  const segments = litSegments(text, from, marks).map(({ text: part, activation: active }) =>
    active === null || !(active > 0) ? inert(part) : lit(part, heatLevel(active, strongest), active),
  )
  const place =
    corpus === '' ? 'A text that was typed' : `${bdi(corpus)}, document <code>${inert(document)}</code>, ${bdi(channel)}`
  return `<figure class="quotation"><blockquote dir="auto">${segments.join('')}</blockquote>
<figcaption>${place}${activation === null ? '' : `, activation ${activation.toPrecision(3)}`}</figcaption></figure>`
}

/** A token as the app marks it; line breaks in it are seen, and those at its end are made behind it. */
function lit(text: string, level: number, activation: number): string {
  const [behind = ''] = /[\r\n]*$/.exec(text) ?? []
  return `<mark class="h${level}" title="activation ${activation.toPrecision(3)}">${inert(signs(text))}</mark>${behind}`
}

const signs = (text: string) => text.replace(/\r\n|[\r\n\u2028\u2029]/g, '⏎').replace(/\t/g, '⇥')

function labelTable(labels: readonly PersonLabel[]): string {
  const rows = labels.map((label) => [String(label.latent), label.text, label.lens, label.at.slice(0, 10)])
  const notes = labels
    .filter((label) => label.notes.trim() !== '')
    .map(
      (label) => `<h3>Notes on latent ${label.latent}: ${bdi(label.text)}</h3>\n<div class="note">${noteHtml(label.notes)}</div>\n`,
    )
  return `<h2>Labels written here</h2>\n${table(['latent', 'label', 'lens', 'written'], rows)}\n${notes.join('')}`
}

function noted(of: ReportedNote): string {
  const { flag, note } = of
  const name =
    'latent' in of
      ? `Latent ${of.latent}${of.label === null ? '' : `: ${bdi(of.label)}`} (${bdi(of.lens)})`
      : `${bdi(of.corpus)}, document <code>${inert(of.document)}</code>`
  const flagged = flag === null ? '' : `<p>${flag === '' ? 'Flagged.' : `Flagged: ${bdi(flag)}`}</p>\n`
  return `<h3>${name}</h3>\n${flagged}${note.trim() === '' ? '' : `<div class="note">${noteHtml(note)}</div>\n`}`
}

/** Each distinct setting once, with the findings it made. */
function settingsList(all: Numbered): string {
  const made = new Map<string, number[]>()
  for (const { finding, number } of all) {
    if (number === null) continue
    const facts = settingsFacts(finding.settings)
      .map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`)
      .join('\n')
    made.set(facts, [...(made.get(facts) ?? []), number])
  }
  return [...made]
    .map(([facts, numbers]) => {
      const links = numbers.map((number) => `<a href="#finding-${number}">${number}</a>`).join(', ')
      return `<section class="made"><h3>Finding${numbers.length === 1 ? '' : 's'} ${links}</h3>\n<dl>\n${facts}\n</dl></section>\n`
    })
    .join('')
}

function settingsFacts(settings: FindingSettings): readonly (readonly [string, string])[] {
  const { etalon, lens, lensHash, hook, presence, recipe, inputs, asked } = settings
  const read = recipe?.inputs ?? inputs ?? []
  return [
    ['Etalon', inert(etalon)],
    lens === null ? ['Lens', 'none'] : ['Lens', `${bdi(lens)} <code>${inert(lensHash ?? '')}</code>, ${bdi(hook ?? '')}`],
    ['Present', inert(presence)],
    ...(read.length === 0 ? [] : [['Read', read.map(inputWords).join('<br>')] as const]),
    ...(recipe === undefined
      ? []
      : [
          ['Analysis', inert(recipe.kind)] as const,
          ['Its settings', `<code>${inert(JSON.stringify(recipe.request))}</code>`] as const,
          ...(recipe.embedder === undefined
            ? []
            : [['Labels compared by', bdi(recipe.embedder.endpoint ?? recipe.embedder.model)] as const]),
        ]),
    ...(asked === undefined
      ? []
      : [['Language model', `${bdi(asked.model)}, asked <code>${inert(JSON.stringify(asked.request))}</code>`] as const]),
  ]
}

function inputWords({ corpus, channel, documents, encoding }: AnalysisInput): string {
  return `${bdi(corpus)} (${bdi(channel)}), ${documents} documents, texts and settings <code>${inert(shortHash(encoding))}</code>`
}
