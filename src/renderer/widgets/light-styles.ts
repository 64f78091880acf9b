/** How the places of lit latents are told apart, by hue and by the line below: four at once. */

/** Each place's hue: those of heat and corpora, whose contrast is cared for. */
export const hues = ['var(--heat-line)', 'var(--corpus-1)', 'var(--corpus-3)', 'var(--corpus-2)'] as const

/** Each place's line: full, dashed, dotted, dash and dot. */
export const patterns = [
  (hue: string) => `linear-gradient(${hue} 0 0)`,
  (hue: string) => `repeating-linear-gradient(90deg, ${hue} 0 6px, transparent 6px 9px)`,
  (hue: string) => `repeating-linear-gradient(90deg, ${hue} 0 2px, transparent 2px 5px)`,
  (hue: string) => `repeating-linear-gradient(90deg, ${hue} 0 6px, transparent 6px 8px, ${hue} 8px 10px, transparent 10px 12px)`,
] as const

/** How many latents are lit at once. */
export const mostLights = patterns.length
