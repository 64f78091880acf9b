const grouped = new Intl.NumberFormat('en')
const thinSpace = '\u202f'

/** 41203 as `41,203`. */
export const formatCount = (count: number): string => grouped.format(count)

/** A share 0..1 in percent with three digits that matter: `12.3 %`, `0.04 %`, `< 0.01 %`. */
export function formatShare(share: number): string {
  const percent = 100 * share
  if (percent === 0) return `0${thinSpace}%`
  if (Math.abs(percent) < 0.01) return `<${thinSpace}0.01${thinSpace}%`
  return `${percent.toFixed(Math.abs(percent) >= 99.95 ? 0 : Math.abs(percent) >= 9.995 ? 1 : 2)}${thinSpace}%`
}

/** A difference of shares in percentage points with its sign: `+4.2`, `−0.31`. */
export function formatPoints(difference: number): string {
  const points = 100 * difference
  const digits = Math.abs(points).toFixed(Math.abs(points) >= 9.95 ? 1 : 2)
  return `${Number(digits) === 0 ? '' : points < 0 ? '−' : '+'}${digits}`
}

/** Three digits that matter: `3.14`, `0.021`, `128`. */
export function formatActivation(activation: number): string {
  if (activation === 0) return '0'
  return Math.abs(activation) >= 100 ? grouped.format(Math.round(activation)) : activation.toPrecision(3)
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : value.toPrecision(3)}${thinSpace}${units[unit]}`
}

/** Seconds as `4 s`, `2 min 5 s`, `1 h 12 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return minutes < 10 && whole % 60 > 0 ? `${minutes} min ${whole % 60} s` : `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** A rate as `3,210 tokens/s`. */
export const formatRate = (rate: number, unit: string): string =>
  unit === 'bytes'
    ? `${formatBytes(Math.round(rate))}/s`
    : `${rate >= 10 ? grouped.format(Math.round(rate)) : rate.toPrecision(2)} ${unit}/s`

/** A moment (ISO 8601) as the day and time of this machine. */
export function formatWhen(iso: string): string {
  const when = new Date(iso)
  return Number.isNaN(when.getTime())
    ? iso
    : new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(when)
}

/** A probability or false discovery rate: `0.031`, `2e−9`, `<1e−300` below what a number holds. */
export function formatProbability(value: number): string {
  if (value >= 0.9995) return '1'
  if (value >= 0.001) return value.toPrecision(2)
  if (value < 1e-300) return '<1e−300'
  const [digits = '', power = ''] = value.toExponential(0).split('e-')
  return `${digits}e−${power}`
}

/** How many of a list are shown: `12 rows`, `the first 1,000 of 5,428 pairs`, `7 of the first 1,000 pairs, 5,428 in all`. */
export function shownOf(noun: string, shown: number, loaded: number, total: number): string {
  const nouns = (count: number) => `${noun}${count === 1 ? '' : 's'}`
  if (loaded >= total) return `${formatCount(shown)} ${nouns(shown)}`
  if (shown >= loaded) return `the first ${formatCount(loaded)} of ${formatCount(total)} ${nouns(total)}`
  return `${formatCount(shown)} of the first ${formatCount(loaded)} ${nouns(loaded)}, ${formatCount(total)} in all`
}
