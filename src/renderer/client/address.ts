import { activities, type View } from './view.ts'

type Place = Pick<View, 'activity' | 'latent' | 'document'>

/** Where the workbench is, as the fragment of its address: `#/compare?latent=12`, `#/document?in=corpus&row=4&channel=prompt`. */
export function addressOf({ activity, latent, document }: Place): string {
  const query = new URLSearchParams()
  if (latent !== null) query.set('latent', String(latent))
  if (activity === 'document' && document !== null) {
    query.set('in', document.corpus)
    query.set('row', String(document.ordinal))
    if (document.channel !== null) query.set('channel', document.channel)
    if (document.against !== undefined) {
      query.set('against', document.against.corpus)
      query.set('against-row', String(document.against.ordinal))
      if (document.against.channel !== null) query.set('against-channel', document.against.channel)
    }
  }
  const text = query.toString()
  return `#/${activity}${text === '' ? '' : `?${text}`}`
}

/** The place an address names; null where it names none. A document is only in it where the address has one. */
export function placeOf(fragment: string): (Omit<Place, 'document'> & Partial<Pick<Place, 'document'>>) | null {
  const [, name, text = ''] = /^#\/(\w+)(?:\?(.*))?$/.exec(fragment) ?? []
  const activity = activities.find((each) => each === name)
  if (activity === undefined) return null
  const query = new URLSearchParams(text)
  const document = documentAt(query, { corpus: 'in', row: 'row', channel: 'channel' })
  const against = documentAt(query, { corpus: 'against', row: 'against-row', channel: 'against-channel' })
  const place = { activity, latent: ordinalIn(query.get('latent')) }
  if (document === null) return place
  return { ...place, document: against === null ? document : { ...document, against } }
}

function documentAt(query: URLSearchParams, names: { readonly corpus: string; readonly row: string; readonly channel: string }) {
  const corpus = query.get(names.corpus)
  const ordinal = ordinalIn(query.get(names.row))
  return corpus === null || ordinal === null ? null : { corpus, ordinal, channel: query.get(names.channel) }
}

function ordinalIn(text: string | null): number | null {
  const value = text === null || !/^\d+$/.test(text) ? Number.NaN : Number(text)
  return Number.isSafeInteger(value) ? value : null
}
