/** The CSS colour of a cluster; beside it always stands its number. After twelve the colours begin again, paler. */
export function clusterColour(id: number): string {
  const hue = `var(--corpus-${(id % 6) + 1})`
  return id % 12 < 6 ? hue : `color-mix(in oklab, ${hue} 62%, var(--text))`
}
