import type { Found } from '../../src/contract/find.ts'
import type { Finding } from '../../src/contract/findings.ts'
import type { FakeProject } from './fake-project.ts'

/** What a few letters lead to in the fake project, in the engine's order. */
export function fakeFound(
  { latents, corpora, lists, recorded, states }: FakeProject,
  findings: readonly Finding[],
  query: string,
  limit: number,
): readonly Found[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const few = <T>(found: readonly T[]) => found.slice(0, limit)
  const number = /^\d+$/.test(query.trim()) ? Number(query) : null
  const labelled = latents.map(({ label }, latent) => ({ kind: 'latent' as const, latent, label }))
  const ready = corpora.filter(({ name }) => states.get(name) !== 'new')
  return [
    ...(words.length === 0
      ? []
      : few(labelled.filter(({ latent, label }) => latent === number || (label !== null && holds(label))))),
    ...few(ready.filter(({ name }) => holds(name))).map(({ name, documents }) => ({ kind: 'corpus' as const, name, documents })),
    ...few([...lists].filter(([name]) => holds(name))).map(([name, members]) => ({
      kind: 'list' as const,
      name,
      latents: members.length,
    })),
    ...(words.length === 0 ? [] : few([...recorded.values()].filter(({ title }) => holds(title)))).map(
      ({ id, kind, title, ranAt }) => ({ kind: 'analysis' as const, id, analysis: kind, title, ranAt }),
    ),
    ...(words.length === 0 ? [] : few(findings.filter(({ title }) => holds(title)))).map(({ id, title }) => ({
      kind: 'finding' as const,
      id,
      title,
    })),
    ...(words.length === 0 ? [] : few(ready.flatMap((corpus) => documentsIn(corpus, holds, limit)))),
  ]
}

function documentsIn(corpus: FakeProject['corpora'][number], holds: (text: string) => boolean, limit: number): readonly Found[] {
  const found: Found[] = []
  for (let ordinal = 0; ordinal < Math.min(corpus.documents, 2000) && found.length < limit; ordinal++) {
    const id = corpus.id(ordinal)
    const text = corpus.text(ordinal)
    if (holds(id) || holds(text))
      found.push({ kind: 'document', corpus: corpus.name, channel: null, ordinal, id, excerpt: text.slice(0, 80) })
  }
  return found
}
