import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type { LatentGroups, latentGroupsInput } from '../../../contract/latent-page.ts'
import { wilsonInterval } from '../numerics/proportion-intervals.ts'
import { readPostings } from '../store/activations/read-postings.ts'
import { columnValues } from '../store/column-values.ts'
import { metadataColumns } from '../store/metadata-columns.ts'
import { lensIfThere } from './lens-files.ts'
import { refuseOutside } from './latent-page.ts'
import { share } from './latent-totals.ts'
import type { ProjectReading } from './project-reading.ts'
import { type ReadSubject, readSubjects } from './subjects.ts'

type Group = { documents: number; present: number }

/** In how many documents of each value of a column the latent is present. Of a list each element counts. Throws Failure 'not-found'. */
export async function latentGroups(project: ProjectReading, request: z.output<typeof latentGroupsInput>): Promise<LatentGroups> {
  const { latent, column, limit } = request
  const { lens: stored, subjects } = readSubjects(project, request)
  refuseOutside(latent, stored)
  const threshold = (await lensIfThere(project, stored))?.thresholds[latent] ?? 0
  const groups = new Map<string | null, Group>()
  let isKnown = false
  for (const subject of subjects) {
    const kind = metadataColumns(project.db, subject.corpus.corpus).find(({ name }) => name === column)?.kind
    if (kind === undefined) continue
    isKnown = true
    count(groups, valuesOf(project, subject, column, kind === 'list'), presentIn(project, subject, latent, threshold))
  }
  if (!isKnown)
    throw new Failure(
      'not-found',
      `No corpus that was read has a column "${column}".`,
      'Choose one of the columns that are listed.',
    )
  const ordered = [...groups].sort(([, a], [, b]) => b.documents - a.documents)
  return {
    values: ordered.length,
    groups: ordered.slice(0, limit).map(([value, { documents, present }]) => ({
      value,
      documents,
      present,
      documentFrequency: share(present, documents),
      interval: wilsonInterval({ successes: present, trials: documents }),
    })),
  }
}

function count(groups: Map<string | null, Group>, values: readonly (readonly (string | null)[])[], present: ReadonlySet<number>) {
  values.forEach((ofDocument, ordinal) => {
    for (const value of ofDocument) {
      const group = groups.get(value) ?? { documents: 0, present: 0 }
      group.documents += 1
      if (present.has(ordinal)) group.present += 1
      groups.set(value, group)
    }
  })
}

/** [documents], the values of each; kept while the corpus is there. */
function valuesOf(project: ProjectReading, { corpus }: ReadSubject, column: string, isList: boolean) {
  return project.remembered(`values ${corpus.corpus} ${column}`, () =>
    columnValues(project.db, corpus.corpus, column).map((value) => (isList && value !== null ? elementsOf(value) : [value])),
  )
}

function elementsOf(list: string): readonly (string | null)[] {
  const elements: unknown = JSON.parse(list)
  if (!Array.isArray(elements) || elements.length === 0) return [null]
  return [...new Set(elements.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))))]
}

function presentIn(project: ProjectReading, { encoding }: ReadSubject, latent: number, threshold: number): ReadonlySet<number> {
  const { ordinals, maxima } = readPostings(project.db, encoding.encoding, latent)
  return new Set(ordinals.filter((_, at) => maxima[at]! > threshold))
}
