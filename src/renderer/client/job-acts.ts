import { useMutation } from '@tanstack/react-query'
import type { Job, JobLine } from '../../contract/jobs.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { notifyError } from './notices.ts'

/** What can be done to a job; what goes wrong is told. */
export function useJobActs(): { readonly [Act in 'cancel' | 'pause' | 'resume']: (id: number) => void } {
  const { mutate } = useMutation({
    mutationFn: ({ act, id }: { readonly act: 'cancel' | 'pause' | 'resume'; readonly id: number }) => api.jobs[act].mutate({ id }),
    onError: notifyError,
  })
  return {
    cancel: (id) => mutate({ act: 'cancel', id }),
    pause: (id) => mutate({ act: 'pause', id }),
    resume: (id) => mutate({ act: 'resume', id }),
  }
}

/** The last lines of a job's log, asked again whenever it has more. */
export function useJobLog({ id, lines }: Job): readonly JobLine[] {
  const { data = [] } = useAsk(['jobs', 'log', id, lines], (options) => api.jobs.log.query({ id }, options), { keep: true })
  return data
}
