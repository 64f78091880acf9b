import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { MeasuredPrecision, measurePrecisionInput, testDevicesInput } from '../../contract/devices.ts'
import type { Job } from '../../contract/jobs.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { useJobs } from './changes.ts'

/** What this machine offers to compute on, and what came of trying it. */
export const useDevices = () => useAsk(['devices', 'list'], (options) => api.devices.list.query({}, options))

export const useTestDevices = () =>
  useMutation({ mutationFn: (input: z.input<typeof testDevicesInput>) => api.devices.test.mutate(input) })

/** What installing the CUDA provider would fetch; asked only while it is wanted. */
export const useProviderPlan = (enabled: boolean) =>
  useAsk(['providers', 'plan'], (options) => api.devices.planProvider.query({}, options), { enabled })
export const useInstallProvider = () => useMutation({ mutationFn: (plan: string) => api.devices.installProvider.mutate({ plan }) })
export const useRemoveProvider = () => useMutation({ mutationFn: () => api.devices.removeProvider.mutate() })

/** Compares a precision with float32 when it is told to. `measured` is null until it is there; a failure is told by the job. */
export function useMeasuredPrecision() {
  const measuring = useMutation({
    mutationFn: (input: z.input<typeof measurePrecisionInput>) => api.devices.measure.mutate(input),
  })
  const id = measuring.data?.id
  const job = useJobs(({ jobs }): Job | undefined => (id === undefined ? undefined : jobs.find((each) => each.id === id)))
  const measured = job?.state === 'done' ? (job.result as MeasuredPrecision) : null
  const running = measuring.isPending || job?.state === 'queued' || job?.state === 'running'
  return { measure: measuring.mutate, forget: measuring.reset, measured, running, error: measuring.error }
}
