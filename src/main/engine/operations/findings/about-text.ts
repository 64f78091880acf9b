import type { ReadText } from '../../../../contract/documents.ts'
import { lensByHash } from '../../store/lenses.ts'
import type { ProjectWriting } from '../project-writing.ts'
import { readText } from '../read-text.ts'
import { type Gathered, noEvidence } from './gathered.ts'

const keptLatents = 20
const keptCharacters = 4000
const titleCharacters = 60

/** A text of the user's own: its strongest latents, and where the asked one (else the strongest) is active. */
export async function aboutText(
  project: ProjectWriting,
  {
    text,
    latent: asked,
    lens: name,
  }: { readonly text: string; readonly latent?: number | undefined; readonly lens?: string | undefined },
): Promise<Gathered> {
  project.beside.refresh()
  let hash = ''
  const read = await readText(project.beside, { text, lens: name, limit: 500 }, (lens) => {
    hash = lens.hash
    return project.reading(lens, { device: 'auto' })
  })
  const lit = asked === undefined ? read.latents[0] : read.latents.find((each) => each.latent === asked)
  const begins = text.trim().replace(/\s+/g, ' ').slice(0, titleCharacters)
  return {
    title: `Text: ${begins}${begins.length < text.trim().length ? '…' : ''}`,
    evidence: {
      ...noEvidence,
      latent: lit?.latent ?? asked ?? null,
      label: lit?.label ?? null,
      quotations: [
        {
          corpus: '',
          channel: '',
          document: '',
          text: text.slice(0, keptCharacters),
          from: 0,
          marks: lit === undefined ? [] : marksOf(read, lit),
          activation: lit?.activation ?? null,
        },
      ],
      statements: [
        `${read.latents.length === 0 ? 'No latent is' : 'These latents are'} active in this text${read.latents.length > keptLatents ? `, of ${read.latents.length} the strongest` : ''}.`,
        ...(text.length > keptCharacters ? [`The text has ${text.length} characters; its beginning is quoted.`] : []),
      ],
      table: {
        columns: ['latent', 'label', 'activation', 'tokens'],
        rows: read.latents
          .slice(0, keptLatents)
          .map(({ latent, label, activation, tokens }) => [String(latent), label ?? '', activation.toPrecision(3), String(tokens)]),
      },
    },
    lens: lensByHash(project.db, hash),
  }
}

function marksOf({ starts, ends }: ReadText, { positions, activations }: ReadText['latents'][number]) {
  return Array.from(positions, (position, at) => ({
    start: starts[position] ?? 0,
    end: ends[position] ?? 0,
    activation: activations[at] ?? 0,
  })).filter(({ start }) => start < keptCharacters)
}
