/** Levels of an 8-bit activation: 1 to this; the largest activation of its run has it and is exact. */
export const levels = 255

/** What an activation is multiplied by to count it in levels of `scale`, the run's largest. */
export function levelsPerUnit(scale: number): number {
  return levels / scale
}

/** The level of an activation above 0: the nearest of 1..255, `perUnit` being `levelsPerUnit` of its run. */
export function levelOf(value: number, perUnit: number): number {
  return Math.floor(value * perUnit + 0.5) || 1
}

/** The activation a level stands for, as a 32-bit float: within half a level of what it was, a whole one below half a level. */
export function valueOf(level: number, scale: number): number {
  return Math.fround((scale * level) / levels)
}
