import type { CorpusPreview, Mapping } from '../../contract/corpora.ts'

/** What a column is used as; further text beside the main one is a channel. */
export const columnRoles = ['text', 'channel', 'id', 'metadata', 'left-out'] as const
export type ColumnRole = (typeof columnRoles)[number]

/** A name for what is read of a column; of a conversation the name says whose turns. */
type Channel = { readonly name: string; readonly field: string }
/** What each column is used as. The first channel is the main text; id null: the number of the row. */
export type Roles = { readonly channels: readonly Channel[]; readonly id: string | null; readonly leftOut: readonly string[] }

const channelName = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,39}$/u

export function rolesOf({ channels, id, leftOut }: Pick<CorpusPreview, 'channels' | 'id' | 'leftOut'>): Roles {
  return { channels: channels.map(({ name, field }) => ({ name, field })), id, leftOut }
}

export function roleOf({ channels, id, leftOut }: Roles, column: string): ColumnRole {
  if (channels[0]?.field === column) return 'text'
  if (channels.some(({ field }) => field === column)) return 'channel'
  if (id === column) return 'id'
  return leftOut.includes(column) ? 'left-out' : 'metadata'
}

/** The roles with one column used otherwise. A new text takes the place and the name of the one before, which becomes metadata. */
export function withRole(roles: Roles, column: string, role: ColumnRole): Roles {
  if (roleOf(roles, column) === role) return roles
  const [main] = roles.channels
  const others = roles.channels.filter(({ field }) => field !== column)
  const free = {
    channels: others,
    id: roles.id === column ? null : roles.id,
    leftOut: roles.leftOut.filter((each) => each !== column),
  }
  if (role === 'id') return { ...free, id: column }
  if (role === 'left-out') return { ...free, leftOut: [...free.leftOut, column] }
  if (role === 'channel') return { ...free, channels: [...others, { name: freshName(others, column), field: column }] }
  if (role === 'metadata') return free
  const rest = others.filter(({ field }) => field !== main?.field)
  return { ...free, channels: [{ name: freshName(rest, main?.name ?? 'text'), field: column }, ...rest] }
}

/** One more channel of a column: a conversation can be read by its turns. */
export function withChannelAdded(roles: Roles, column: string): Roles {
  const usual = ['response', 'prompt', 'system'].find((name) => roles.channels.every((each) => each.name !== name))
  return { ...roles, channels: [...roles.channels, { name: usual ?? freshName(roles.channels, 'turns'), field: column }] }
}

/** The roles with the channel at a place renamed; null: taken out. */
export function withChannelNamed(roles: Roles, at: number, name: string | null): Roles {
  const { channels } = roles
  if (name === null) return { ...roles, channels: channels.toSpliced(at, 1) }
  return { ...roles, channels: channels.map((each, place) => (place === at ? { ...each, name } : each)) }
}

/** What has to be mended before it can be imported, in a sentence; null when all is well. */
export function faultOf({ channels }: Roles): string | null {
  if (channels.length === 0) return 'Choose the column that holds the text.'
  const names = channels.map(({ name }) => name)
  const wrong = names.find((name) => !channelName.test(name))
  if (wrong === '') return 'Give each channel a name.'
  if (wrong !== undefined)
    return 'The name of a channel has up to 40 letters, digits, dots, dashes and underscores, and begins with a letter or a digit.'
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  return twice === undefined ? null : `Two channels are called ${twice}: give one another name.`
}

export function mappingOf({ channels, id, leftOut }: Roles): Mapping {
  return {
    channels: Object.fromEntries(channels.map(({ name, field }) => [name, field])),
    id,
    ...(leftOut.length > 0 ? { leftOut: [...leftOut] } : {}),
  }
}

/** A name for a channel after a column's, that no other channel has. */
function freshName(channels: readonly Channel[], wanted: string): string {
  const plain = wanted
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 36)
  const base = plain === '' ? 'channel' : plain
  for (let copy = 1; ; copy++) {
    const name = copy === 1 ? base : `${base}-${copy}`
    if (channels.every((each) => each.name !== name)) return name
  }
}
