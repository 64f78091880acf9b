import { type Command, listOption, textOption, UsageError, wholeNumber } from '../command.ts'
import { counted, inertLine, textTable } from '../text-table.ts'

export const noteCommand: Command = {
  name: 'note',
  usage: '<project> [latent N | document CORPUS ID] ["text"]',
  summary: 'what you noted or flagged; or a note on a latent or a document',
  options: { lens: { type: 'string' }, flag: { type: 'string' }, unflag: { type: 'boolean' } },
  takes: [1, 5],
  async run({ positionals, values, engine }) {
    const [, kind, ...rest] = positionals
    const { notes } = engine.operations
    const lens = textOption(values, 'lens')
    const of = lens === undefined ? {} : { lens }
    if (kind === undefined) {
      const all = await notes.all(of)
      const rows = [
        ...all.latents.map(({ latent, label, note, flag }) => [`latent ${latent}`, label ?? '', flag ?? '', note]),
        ...all.documents.map(({ corpus, document, note, flag }) => [`${corpus} ${document}`, '', flag ?? '', note]),
      ]
      const table = textTable([{ title: 'of' }, { title: 'label' }, { title: 'flag' }, { title: 'note', width: 80 }], rows)
      return { json: all, text: rows.length === 0 ? 'Nothing was noted yet.' : table }
    }
    const flag = values['unflag'] === true ? null : textOption(values, 'flag')
    const text = rest[kind === 'latent' ? 1 : 2]
    const change = { ...(text === undefined ? {} : { note: text }), ...(flag === undefined ? {} : { flag }) }
    const isChange = Object.keys(change).length > 0
    if (kind === 'latent') {
      const latent = { ...of, latent: wholeNumber(rest[0] ?? '', 'N', { min: 0, max: 100_000_000 }) }
      return shown(isChange ? await notes.setLatent({ ...latent, ...change }) : await notes.latent(latent))
    }
    if (kind !== 'document' || rest[1] === undefined) throw new UsageError(`note takes ${noteCommand.usage}`)
    const document = { corpus: rest[0] ?? '', document: rest[1] }
    return shown(isChange ? await notes.setDocument({ ...document, ...change }) : await notes.document(document))
  },
}

function shown(note: { readonly note: string; readonly flag: string | null }) {
  const flag = note.flag === null ? [] : [`flagged${note.flag === '' ? '' : `: ${inertLine(note.flag)}`}`]
  return { json: { note }, text: [...flag, ...(note.note === '' ? [] : [inertLine(note.note)])].join('\n') || 'Nothing was noted.' }
}

export const listsCommand: Command = {
  name: 'lists',
  usage: '<project> [NAME]',
  summary: 'lists of latents you keep under a name',
  options: {
    lens: { type: 'string' },
    add: { type: 'string', multiple: true },
    take: { type: 'string', multiple: true },
    latents: { type: 'string', multiple: true },
    rename: { type: 'string' },
    remove: { type: 'boolean' },
  },
  takes: [1, 2],
  async run({ positionals, values, engine }) {
    const [, name] = positionals
    const { notes } = engine.operations
    const lens = textOption(values, 'lens')
    const of = lens === undefined ? {} : { lens }
    if (name === undefined) {
      const lists = await notes.lists(of)
      const table = textTable(
        [{ title: 'list' }, { title: 'latents', align: 'right' }],
        lists.map((each) => [each.name, String(each.latents)]),
      )
      const shown = lists.map((each) => ({ name: each.name, latents: each.latents, madeAt: each.madeAt }))
      return { json: { lists: shown }, text: lists.length === 0 ? 'There is no list yet.' : table }
    }
    const latents = (option: string) =>
      (listOption(values, option) ?? []).map((each) => wholeNumber(each, `--${option}`, { min: 0, max: 100_000_000 }))
    const [add, take, rename, remove] = [latents('add'), latents('take'), textOption(values, 'rename'), values['remove'] === true]
    const whole = listOption(values, 'latents') === undefined ? undefined : latents('latents')
    const isChange = add.length + take.length > 0 || whole !== undefined || rename !== undefined || remove
    const list = isChange
      ? await notes.changeList({ ...of, name, add, take, latents: whole, rename, remove })
      : await notes.list({ ...of, name })
    if (remove)
      return {
        json: { removed: list },
        text: `The list ${inertLine(list.name)} with ${counted(list.latents.length, 'latent')} is removed.`,
      }
    const rows = list.latents.map(({ latent, label }) => [String(latent), label ?? '(no label)'])
    return {
      json: { list },
      text: rows.length === 0 ? 'The list is empty.' : textTable([{ title: 'latent', align: 'right' }, { title: 'label' }], rows),
    }
  },
}
