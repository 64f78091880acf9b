import { ask, type Flow, type PlannedCall } from '../../hypotheses/flow.ts'
import { type ModelWork, partOf } from './model-work.ts'

/** One short question without any of the user's text: whether the endpoint answers, and what it says. Each of them is asked anew. */
export function checkWork(number: number): ModelWork {
  let said: string | null = null
  const call: PlannedCall<string> = {
    stage: 'check',
    system: '',
    user: 'Answer with the one word: ready',
    maxOutputTokens: 200,
    likelyOutputTokens: 3,
    temperature: 0,
    seed: number,
    documents: [],
    parse: (text) => (text.trim() === '' ? null : text.trim().slice(0, 200)),
    standIn: 'ready',
  }
  function* flow(): Flow<string | null> {
    const [answer] = yield* ask([call])
    return answer ?? null
  }
  return {
    title: 'Check an endpoint',
    corpora: [],
    fingerprint: number,
    parts: [partOf('Asking', flow, (answer) => (said = answer))],
    result: () => ({ answer: said }),
  }
}
