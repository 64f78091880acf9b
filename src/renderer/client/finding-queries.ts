import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { exportTablesInput, reportInput } from '../../contract/findings.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { notifyError } from './notices.ts'

export const useFindings = () => useAsk(['findings', 'list'], (options) => api.findings.list.query(undefined, options))

export const useReport = () =>
  useMutation({ mutationFn: (input: z.input<typeof reportInput>) => api.findings.report.mutate(input) })

/** The plot kept with a finding, as an address that an image takes. */
export const useFigure = (id: number) =>
  useAsk(['findings', 'figure', id], async (options) => {
    const svg = await api.findings.figure.query({ id }, options)
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  })

export const useExportTables = () =>
  useMutation({ mutationFn: (input: z.input<typeof exportTablesInput>) => api.findings.exportTables.mutate(input) })

/** What is worked out again for the tables is ended; nothing of them is kept. */
export const cancelTables = (): void => void api.analyses.cancel.mutate().catch(notifyError)
