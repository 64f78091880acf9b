import type { Command } from '../client/commands.ts'
import { fuzzyMatch } from '../client/fuzzy-match.ts'

/** A command that fits what was typed; `at`: the characters of its title that were. */
export type RankedCommand = { readonly command: Command; readonly at: readonly number[]; readonly recent: boolean }

/** What a match in the group's name counts beside one in the title. */
const groupShare = 0.5
/** What having been run lately counts, for the last one. */
const mostForRecent = 6

/**
 * Commands whose title, or title and group, has the letters typed, the best first; with nothing typed those run last, then the others as they
 * are grouped. Of one id the one registered last.
 */
export function rankCommands(
  commands: readonly Command[],
  typed: string,
  recent: readonly string[] = [],
): readonly RankedCommand[] {
  const unique = [...new Map(commands.map((command) => [command.id, command])).values()]
  const age = (id: string) => recent.indexOf(id)
  const ranked = unique.flatMap((command) => {
    const inTitle = fuzzyMatch(typed, command.title)
    const inBoth = inTitle === null ? fuzzyMatch(typed, `${command.title} ${command.group}`) : null
    const found = inTitle ?? inBoth
    if (found === null) return []
    const lately = age(command.id) < 0 ? 0 : mostForRecent * (1 - age(command.id) / recent.length)
    const score = found.score * (inTitle === null ? groupShare : 1) + lately
    return [{ command, at: found.at.filter((offset) => offset < command.title.length), recent: age(command.id) >= 0, score }]
  })
  if (typed.trim() !== '') return ranked.sort((a, b) => b.score - a.score)
  const groups = [...new Set(unique.map(({ group }) => group))]
  const place = ({ command, recent: lately }: RankedCommand) =>
    lately ? age(command.id) - recent.length : groups.indexOf(command.group)
  return ranked.sort((a, b) => place(a) - place(b))
}
