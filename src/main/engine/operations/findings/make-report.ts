import { basename } from 'node:path'
import type { z } from 'zod'
import type { Report, reportInput } from '../../../../contract/findings.ts'
import { htmlReport } from '../../findings/html-report.ts'
import { markdownReport, type PersonLabel, type ReportedNote, type ReportInput } from '../../findings/report.ts'
import { findingFigure } from '../../store/findings.ts'
import { labelHistory } from '../../store/labels.ts'
import { listLenses, type StoredLens } from '../../store/lenses.ts'
import { documentNotes, latentNotes } from '../../store/notes.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { listedFindings } from './listed-findings.ts'
import { writeHtml, writeMarkdown } from './write-report.ts'

/** The report as text, its plots inside; or, where a place was named, written there piece by piece. Never over a file that is no report. */
export async function makeReport(project: ProjectReading, { format, out }: z.output<typeof reportInput>): Promise<Report> {
  const input = gathered(project)
  const counts = {
    format,
    findings: input.findings.filter(({ kind }) => kind !== 'section').length,
    labels: input.labels.length,
  }
  const drawing = (id: number) => findingFigure(project.db, id)
  if (out === undefined) {
    const pieces = (format === 'html' ? htmlReport : markdownReport)(input, ({ id }) => inside(drawing(id)))
    return { ...counts, text: [...pieces].join(''), out: null, figures: [] }
  }
  const figures =
    format === 'html'
      ? await writeHtml(
          out,
          htmlReport(input, ({ id }) => inside(drawing(id))),
        )
      : await writeMarkdown(out, input, drawing)
  return { ...counts, text: null, out, figures }
}

/** A drawing as an address that holds it. */
function inside(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

function gathered(project: ProjectReading): ReportInput {
  const db = project.dbIfAny
  const lenses = db === null ? [] : listLenses(db)
  return {
    project: basename(project.folder),
    etalon: project.place.version,
    at: new Date().toISOString(),
    findings: listedFindings(project),
    labels: lenses.flatMap((lens) => personLabels(project, lens)),
    notes: db === null ? [] : [...lenses.flatMap((lens) => notesOn(project, lens)), ...documentNotes(db)],
  }
}

/** The labels that a person wrote: not those that undoing brought back as a machine had them. */
function personLabels(project: ProjectReading, lens: StoredLens): readonly PersonLabel[] {
  return [...labelsOf(project, lens)].flatMap(([latent, { origin, text, notes, at }]) => {
    if (origin !== 'person') return []
    const isMachines = labelHistory(project.db, lens.lens, latent).some(
      (each) => each.origin !== 'person' && each.text === text && each.notes === notes,
    )
    return isMachines ? [] : [{ lens: lens.name, latent, text, notes, at }]
  })
}

function notesOn(project: ProjectReading, lens: StoredLens): readonly ReportedNote[] {
  const notes = latentNotes(project.db, lens.lens)
  if (notes.size === 0) return []
  const labels = labelsOf(project, lens)
  return [...notes].map(([latent, note]) => ({ lens: lens.name, latent, label: labels.get(latent)?.text || null, ...note }))
}
