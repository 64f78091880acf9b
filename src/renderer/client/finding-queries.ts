import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { reportInput } from '../../contract/findings.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'

export const useFindings = () => useAsk(['findings', 'list'], (options) => api.findings.list.query(undefined, options))

export const useReport = () =>
  useMutation({ mutationFn: (input: z.input<typeof reportInput>) => api.findings.report.mutate(input) })
