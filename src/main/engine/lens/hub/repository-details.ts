import { z } from 'zod'
import type { Hub } from './hub.ts'
import { notWhatWasAsked } from './hub-fault.ts'
import { checkRevision, type Repository, type RepositoryAtCommit } from './repository.ts'

export type RepositoryDetails = RepositoryAtCommit & {
  /** Whether its terms must be accepted first: by anybody, who then has access ('auto'), or is let in by its authors ('manual'). */
  readonly gated: 'auto' | 'manual' | null
  /** As its card names it, such as `apache-2.0`; null where it names none. */
  readonly license: string | null
  /** The address of its page. */
  readonly page: string
}

const words = z.string().max(200).nullish().catch(null)
const schema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  gated: z.enum(['auto', 'manual']).nullish().catch(null),
  cardData: z.object({ license: words, license_name: words }).nullish().catch(null),
  tags: z.array(z.string()).nullish().catch(null),
})

/** Asks the hub about a repository, and which commit `revision` names at present. Throws `Failure`s. */
export async function repositoryDetails(
  hub: Hub,
  repository: Repository,
  revision: string,
  signal: AbortSignal,
): Promise<RepositoryDetails> {
  const url = hub.url('api', `${repository.kind}s`, repository.id, 'revision', encodeURIComponent(checkRevision(revision)))
  const about = hub.about({ repository, revision }, null)
  return hub.persist(signal, async () => {
    const answer = await hub.text(await hub.get(url, { accept: 'application/json' }, about, signal), about, signal)
    const parsed = schema.safeParse(fromJson(answer))
    if (!parsed.success) throw notWhatWasAsked(about, 'its answer does not describe a repository')
    const { sha, gated, cardData, tags } = parsed.data
    const tagged = tags?.find((each) => each.startsWith('license:'))?.slice('license:'.length, 200)
    const named = cardData?.license === 'other' ? (cardData.license_name ?? 'other') : cardData?.license
    return { repository, revision, commit: sha, gated: gated ?? null, license: named ?? tagged ?? null, page: about.page }
  })
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
