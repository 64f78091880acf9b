import type { JobProgress } from '../../contract/jobs.ts'
import { formatDuration, formatRate } from './format-numbers.ts'

/** What is being done, rate and remaining time in words. */
export function progressText({ doing, rate, unit, remaining }: JobProgress): string {
  return [doing, rate === null ? '' : formatRate(rate, unit), remaining === null ? '' : `${formatDuration(remaining)} left`]
    .filter(Boolean)
    .join(' · ')
}
