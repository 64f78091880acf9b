/**
 * What stands in the way of a prompt, as it is typed: the engine decides when it is saved. A prompt has the lines `# System` and `# User`,
 * and after the second all of its places and no others.
 */
export function promptIssues(text: string, places: readonly string[]): readonly string[] {
  const [, first, system = '', second, user = '', ...more] = text.replaceAll(/\r\n?/g, '\n').split(/^# (System|User)[ \t]*$/m)
  if (first !== 'System' || second !== 'User' || more.length > 0)
    return ['It needs the two lines “# System” and “# User”, once each and in this order.']
  const found = new Set(Array.from(user.matchAll(/\{\{([a-z]+)\}\}/g), (match) => match[1] ?? ''))
  const missing = places.filter((place) => !found.has(place))
  const unknown = [...found].filter((place) => !places.includes(place))
  return [
    ...(missing.length > 0 ? [`Missing after “# User”: ${written(missing)}.`] : []),
    ...(unknown.length > 0 ? [`Not known: ${written(unknown)}.`] : []),
    ...(system.includes('{{') ? ['In the system part no place can stand.'] : []),
  ]
}

const written = (places: readonly string[]): string => places.map((place) => `{{${place}}}`).join(', ')
