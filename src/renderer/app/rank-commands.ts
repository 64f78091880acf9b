import type { Command } from '../client/commands.ts'

/** Commands whose words hold the typed ones, those that begin with them first; of one id the one registered last. */
export function rankCommands(commands: readonly Command[], typed: string): readonly Command[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const unique = [...new Map(commands.map((command) => [command.id, command])).values()]
  return unique
    .map((command) => ({ command, rank: rankOf(`${command.title} ${command.group}`.toLowerCase(), words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ command }) => command)
}

function rankOf(text: string, words: readonly string[]): number {
  let rank = 1
  for (const word of words) {
    const at = text.indexOf(word)
    if (at < 0) return 0
    rank += at === 0 ? 3 : /\s/.test(text[at - 1] ?? '') ? 2 : 1
  }
  return rank
}
