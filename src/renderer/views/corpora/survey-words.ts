import type { ReadingSpeed, Survey } from '../../../contract/importing.ts'
import { formatCount, formatDuration, formatRate } from '../../widgets/format-numbers.ts'

/** How much there is, in a sentence. */
export function amountOf({ documents, characters, tokens, share }: Survey): string {
  const about = share < 1 ? 'about ' : ''
  const parts = [
    `${about}${formatCount(documents)} ${documents === 1 ? 'document' : 'documents'}`,
    `${about}${formatCount(characters)} characters`,
    ...(tokens === null ? [] : [`about ${formatCount(roundedTo(tokens, 3))} tokens`]),
  ]
  return parts.join(', ')
}

/** What is left out or changed, in a sentence; null where nothing is. */
export function troubleOf({ skipped, kept, share }: Survey): string | null {
  const about = share < 1 ? 'about ' : ''
  const rows = (count: number) => `${about}${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`
  const parts = [...(skipped > 0 ? [`${rows(skipped)} left out`] : []), ...(kept > 0 ? [`${rows(kept)} kept with a change`] : [])]
  return parts.length === 0 ? null : parts.join(', ')
}

const bases: Readonly<Record<ReadingSpeed['basis'], string>> = {
  machine: 'as it last read on this machine',
  project: 'as it read in this project',
  trial: 'tried on a few texts on this machine',
}

/** How long reading takes, and how that is known. `deviceTitle`: what the device is called. */
export function durationOf(tokens: number, { tokensPerSecond, basis }: ReadingSpeed, deviceTitle: string): string {
  const seconds = tokens / tokensPerSecond
  const rough = seconds < 1 ? 'under a second' : `about ${formatDuration(seconds < 60 ? seconds : roundedTo(seconds, 2))}`
  return `Reading takes ${rough} on ${deviceTitle}: ${formatRate(roundedTo(tokensPerSecond, 2), 'tokens')}, ${bases[basis]}.`
}

function roundedTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits))
}
