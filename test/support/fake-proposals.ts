import type { CandidateLabel, LabelScore } from '../../src/contract/model-requests.ts'
import { random } from './fake-corpora.ts'
import type { FakeProject } from './fake-project.ts'

/** A score with all its parts; the parts follow from the accuracy. */
export function fakeScore(latent: number, balancedAccuracy: number, method: LabelScore['method']): LabelScore {
  const share = (value: number) => Math.min(1, Math.max(0, Math.round(100 * value) / 100))
  return {
    method,
    balancedAccuracy: share(balancedAccuracy),
    interval: [share(balancedAccuracy - 0.08), share(balancedAccuracy + 0.06)],
    random: share(balancedAccuracy + 0.05),
    hard: latent % 2 === 0 ? share(balancedAccuracy - 0.06) : null,
    f1: latent % 4 === 0 ? share(balancedAccuracy - 0.1) : null,
    byLevel: [-0.35, -0.18, -0.02, 0.06, 0.12].map((more, level) =>
      latent % 18 === 4 && level === 0 ? null : share(balancedAccuracy + more),
    ),
    judged: 40,
    missing: latent % 3,
    judge: 'gpt-5-mini',
    at: `2026-11-${String(10 + (latent % 9)).padStart(2, '0')}T10:${String(latent % 60).padStart(2, '0')}:00Z`,
  }
}

/** Three proposals for each concept, one for some of the other latents; every third is not scored. */
export function fakeProposals(project: FakeProject): Map<number, readonly CandidateLabel[]> {
  const found = new Map<number, readonly CandidateLabel[]>()
  project.latents.forEach(({ words, label }, latent) => {
    const [first = '', second = '', third = ''] = [...words.keys()].map((word) => project.vocabulary.words[word] ?? '')
    const isConcept = latent % 9 === 4 && label !== null && words.size > 2
    if (!isConcept && latent % 50 !== 2) return
    const texts = isConcept
      ? [
          `${label ?? ''}, in any kind of text`,
          `The words “${first}”, “${second}” and “${third}”, whatever the text is about`,
          `Sentences that go on from “${first}”`,
        ]
      : [`The word “${first}”, at the beginning of a sentence more than inside one`]
    found.set(
      latent,
      texts.map((text, index) => ({
        id: latent * 10 + index + 1,
        latent,
        run: 3,
        text,
        notes: index === 1 ? 'Strongest in polite refusals; in recipes it is weak.' : '',
        author: index === 2 ? 'qwen3-8b (ollama)' : 'gpt-5-mini (openrouter)',
        state: 'open',
        score: index === 2 ? null : fakeScore(latent + index, 0.6 + 0.35 * random(latent * 7 + index)(), 'detection'),
        at: `2026-11-19T14:${String((latent + index) % 60).padStart(2, '0')}:00Z`,
      })),
    )
  })
  return found
}
