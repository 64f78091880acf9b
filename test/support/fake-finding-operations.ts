import type { z } from 'zod'
import { Failure } from '../../src/contract/failure.ts'
import type { Finding, keepInput, ListedFinding } from '../../src/contract/findings.ts'
import type { Operations } from '../../src/contract/operations.ts'
import { htmlReport } from '../../src/main/engine/findings/html-report.ts'
import { markdownReport } from '../../src/main/engine/findings/report.ts'
import type { FakeJobs } from './fake-jobs.ts'
import type { FakeProject } from './fake-project.ts'

type Keep = z.output<typeof keepInput>

/** The notebook over made-up evidence; its reports are made by the engine's own code. */
export function fakeFindingOperations(project: FakeProject, jobs: FakeJobs): Operations['findings'] {
  let findings: readonly Finding[] = []
  const removed = new Map<number, Finding>()
  const figures = new Map<number, string>()
  let last = 0
  const changeTo = (next: readonly Finding[]) => {
    findings = next
    jobs.changed('findings')
  }
  const listed = (): readonly ListedFinding[] =>
    findings.map((finding) => {
      const same = findings.find(({ id, settings }) => id < finding.id && settings.subject === finding.settings.subject)
      const sameAs = finding.kind === 'section' ? null : (same?.id ?? null)
      const analysis = finding.kind === 'difference' || finding.kind === 'pair' ? 1 : null
      return { ...finding, analysis, stale: finding.kind === 'text' ? 'Latent 7 is now labelled “numbers”.' : null, sameAs }
    })
  const one = (id: number) => {
    const found = listed().find((each) => each.id === id)
    if (found === undefined) throw new Failure('not-found', `There is no finding ${id}.`, 'Open the list of findings again.')
    return found
  }
  const placed = (finding: Finding, before: number | null) => {
    const others = findings.filter(({ id }) => id !== finding.id)
    const place = before === null ? others.length : others.findIndex(({ id }) => id === before)
    return [...others.slice(0, place), finding, ...others.slice(place)]
  }
  return {
    list: async () => listed(),
    figure: async ({ id }) => figures.get(id) ?? '',
    keep: async (kept) => {
      const id = ++last
      if ('figure' in kept && kept.figure !== undefined) figures.set(id, kept.figure)
      const finding = made(project, id, kept, figures.has(id))
      changeTo(placed(finding, kept.kind === 'section' ? kept.before : null))
      return one(id)
    },
    update: async ({ id, note, title }) => {
      const before = one(id)
      const after = { ...before, note: note ?? before.note, title: title ?? before.title, updatedAt: new Date().toISOString() }
      changeTo(findings.map((each) => (each.id === id ? after : each)))
      return after
    },
    remove: async ({ id }) => {
      removed.set(id, one(id))
      changeTo(findings.filter((each) => each.id !== id))
    },
    restore: async ({ id }) => {
      const finding = removed.get(id)
      if (finding !== undefined) changeTo(placed(finding, null))
      return one(id)
    },
    move: async ({ id, before }) => changeTo(placed(one(id), before)),
    report: async ({ format, out = null }) => {
      const input = {
        project: 'model-answers',
        etalon: '0.1.0',
        at: '2026-11-21T10:00:00Z',
        findings: listed(),
        labels: [],
        notes: [],
      }
      const text = [
        ...(format === 'html' ? htmlReport : markdownReport)(
          input,
          ({ id }) => `data:image/svg+xml;base64,${Buffer.from(figures.get(id) ?? '').toString('base64')}`,
        ),
      ].join('')
      const count = findings.filter(({ kind }) => kind !== 'section').length
      return { format, text: out === null ? text : null, findings: count, labels: project.labels.size, out, figures: [] }
    },
    export: async () =>
      jobs.start('export', 'Export', [{ doing: 'pooled.parquet', total: 100, unit: 'blocks', seconds: 3 }], () => {}),
    exportTables: async ({ out, format }) => ({
      files: [{ path: `${out}/diff-1-differences.${format}`, rows: 2048, bytes: 412_300 }],
    }),
  }
}

function made(project: FakeProject, id: number, kept: Keep, figure: boolean): Finding {
  const now = new Date().toISOString()
  const { note: _note, requestId: _requestId, ...about } = kept
  const [corpus] = project.corpora
  const text = corpus?.text(0).slice(0, 400) ?? ''
  const quotation = {
    corpus: corpus?.name ?? '',
    channel: 'text',
    document: corpus?.id(0) ?? '',
    text,
    from: 0,
    marks: [...text.matchAll(/\b[tas]\w+/g)].slice(0, 12).map(({ index, 0: word }, at) => ({
      start: index,
      end: index + word.length,
      activation: 1 + at / 2,
    })),
    activation: 6.5,
  }
  const isSection = kept.kind === 'section'
  return {
    id,
    kind: kept.kind,
    title: titleOf(kept),
    note: kept.note,
    figure,
    evidence: {
      latent: 'latent' in kept ? (kept.latent ?? null) : null,
      label: 'latent' in kept ? 'made-up label' : null,
      labelOrigin: 'latent' in kept ? 'statistics' : null,
      topTokens: [],
      frequencies: [],
      quotations: isSection ? [] : [quotation],
      ...('analysis' in kept ? { statements: ['A figure of the analysis.'], warnings: ['Few documents.'] } : {}),
    },
    settings: {
      etalon: '0.1.0',
      lens: isSection ? null : 'small-english',
      lensHash: '5f1c2a',
      hook: null,
      presence: 'above the lens’ threshold',
      ...(isSection ? {} : { subject: JSON.stringify(about) }),
    },
    createdAt: now,
    updatedAt: now,
  }
}

function titleOf(kept: Keep): string {
  switch (kept.kind) {
    case 'latent':
      return `Latent ${kept.latent}`
    case 'example':
    case 'document':
      return `A ${kept.kind} of ${kept.corpus}`
    case 'difference':
      return kept.latent === undefined ? `Differences of analysis ${kept.analysis}` : `A difference: latent ${kept.latent}`
    case 'pair':
    case 'cluster':
    case 'search':
      return `A ${kept.kind} of analysis ${kept.analysis}`
    case 'hypothesis':
      return `Hypothesis ${kept.hypothesis + 1} of run ${kept.run}`
    case 'text':
      return `Text: ${kept.text.slice(0, 60)}`
    case 'section':
      return kept.title
  }
}
