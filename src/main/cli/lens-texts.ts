import type { AddedLens, CatalogueEntry, LensCheck, LensInspection, LensPlan } from '../../contract/lenses.ts'
import type { LensSummary } from '../../contract/project.ts'
import type { Outcome } from './command.ts'
import { count, counted, inertLine, percent, textTable } from './text-table.ts'

const readAs = { raw: 'raw text', user: 'user message', assistant: 'assistant message' } as const

export function lensTable(lenses: readonly LensSummary[]): string {
  return textTable(
    [
      { title: 'lens' },
      { title: 'latents', align: 'right' },
      { title: 'labels', align: 'right' },
      { title: 'hook' },
      { title: 'documents as' },
      { title: 'licence' },
      { title: 'folder', width: 100 },
    ],
    lenses.map((each) => [
      each.name,
      count(each.dSae),
      count(each.labels),
      each.hook,
      each.documents === null ? '' : readAs[each.documents.as],
      each.license,
      each.problem ??
        (each.check?.passed === false ? `${each.folder} (fails its self-test: etalon lens inspect ${each.name})` : each.folder),
    ]),
  )
}

/** The lenses here and those of the catalogue. */
export function catalogueOutcome(lenses: readonly LensSummary[], catalogue: readonly CatalogueEntry[]): Outcome {
  const table = textTable(
    [
      { title: 'name', width: 40 },
      { title: 'latents', align: 'right' },
      { title: 'download', align: 'right' },
      { title: 'memory', align: 'right' },
      { title: 'tokens/s', align: 'right' },
      { title: 'labels', width: 50 },
      { title: 'licence', width: 50 },
      { title: '' },
    ],
    catalogue.map((each) => [
      each.name,
      count(each.latents),
      `${each.reader === null ? 'SAE ' : ''}${bytesText(each.download)}`,
      bytesText(each.memory),
      count(Number(each.tokensPerSecond.toPrecision(2))),
      each.labels ?? 'none known',
      each.license,
      each.installed !== null
        ? `here, as ${each.installed}`
        : each.reader === null
          ? 'needs your own export'
          : each.gated
            ? 'gated'
            : '',
    ]),
  )
  const text = [
    lensTable(lenses),
    '',
    'Known lenses (etalon lens download NAME). Sizes are about right, the plan says them exactly; tokens/s is an estimate for this machine’s processor:',
    table,
  ].join('\n')
  return { json: { lenses, catalogue }, text }
}

export function planText(plan: LensPlan): string {
  const others = plan.reader.others.length === 0 ? [] : [`  also there: ${plan.reader.others.slice(0, 6).join(', ')}`]
  const token = {
    sent: 'your token is sent along',
    none: 'without a token',
    withheld: 'your token is withheld: the address is not encrypted',
  }
  const lines = [
    `Lens ${plan.name}`,
    `  reader: ${plan.reader.graph}`,
    ...others,
    `  SAE: ${plan.sae.path} (${plan.sae.format})`,
    `  hook point: ${plan.hook ?? 'as the SAE says, once it is here'}`,
    ...(plan.labels === null ? [] : [`  labels: ${plan.labels.from}`]),
    ...plan.downloads.flatMap((each) => [
      '',
      `From ${each.page} at ${each.commit.slice(0, 12)}`,
      `  licence: ${each.license ?? 'none named'}${each.gated ? '; its terms must be accepted on that page first' : ''}`,
      `  to ${each.folder}`,
      ...each.files.map(({ path, size, missing }) => `  ${sizeText(size, missing).padStart(20)}  ${path}`),
    ]),
    ...(plan.downloads.length === 0
      ? []
      : [
          '',
          `To download: ${bytesText(plan.missing)} of ${bytesText(plan.bytes)}, from ${plan.endpoint ?? ''}, ${token[plan.token]}; ${bytesText(plan.free ?? 0)} are free.`,
        ]),
    ...plan.warnings,
  ]
  return lines.map(inertLine).join('\n')
}

function sizeText(size: number, missing: number): string {
  if (missing === 0) return `${bytesText(size)}, here`
  return missing === size ? bytesText(size) : `${bytesText(missing)} of ${bytesText(size)}`
}

export function checkText(check: LensCheck): string {
  return [
    ...check.findings,
    `${percent(check.alive)} of the latents were active in ${count(check.tokens)} tokens of sample text; ${count(Math.round(check.tokensPerSecond))} tokens a second on ${check.device}; weights take ${bytesText(check.weightBytes)}.`,
  ]
    .map(inertLine)
    .join('\n')
}

export function addedText({ lens, check, warnings }: AddedLens): string {
  return [
    `Added ${lens.name} (${lens.hook}, ${count(lens.dSae)} latents), in ${lens.folder}`,
    ...warnings.map(inertLine),
    checkText(check),
  ].join('\n')
}

export function inspectionText({ what, lens, check, reader, saes, saeCount, repository }: LensInspection): string {
  if (lens !== null)
    return [
      `${lens.name}: ${lens.title}`,
      lens.description,
      lens.problem ??
        `${lens.hook}, ${count(lens.dSae)} latents, ${count(lens.labels)} labels, ${count(lens.contextSize)} tokens at once`,
      lens.folder,
      ...(check === null ? [] : ['', checkText(check)]),
    ]
      .map((line) => (line.includes('\n') ? line : inertLine(line)))
      .join('\n')
  return [
    repository === null
      ? what
      : `${repository.page} at ${repository.commit.slice(0, 12)}, licence ${repository.license ?? 'not named'}${repository.gated ? ', gated' : ''}`,
    reader === null
      ? 'No reader as ONNX with its tokenizer.'
      : `Reader: ${reader.graph}${reader.others.length === 0 ? '' : `; also ${reader.others.join(', ')}`}`,
    saeCount === 0 ? 'No SAE in a known format.' : `${counted(saeCount, 'SAE')}:`,
    ...saes.map(({ path, format }) => `  ${path} (${format})`),
  ]
    .map(inertLine)
    .join('\n')
}

function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
