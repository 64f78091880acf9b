import type { EmbedderChoice, EmbedderTerms } from '../../../contract/language-models.ts'
import { type Invocation, type Outcome, textOption, UsageError } from '../command.ts'
import { plannedOrRun } from '../confirm-plan.ts'
import { resultText } from '../model-results.ts'
import { count, counted, inertLine } from '../text-table.ts'
import { endpointFrom } from './hypotheses.ts'

/** Actions of `models` about the vectors by which words are compared with labels. */
export const embeddingActions: Readonly<Record<string, (invocation: Invocation) => Promise<Outcome>>> = {
  'embed-labels'(invocation) {
    const { values } = invocation
    const request = { kind: 'embed-labels', endpoint: endpointFrom(values), lens: textOption(values, 'lens') }
    return plannedOrRun(invocation, request, ({ result }) => resultText('embed-labels', result, []))
  },
  async embedder({ engine, positionals, values }) {
    const [, , name, ...more] = positionals
    if (more.length > 0) throw new UsageError('models embedder takes a project, and bundled or the name of an endpoint.')
    const { languageModels } = engine.operations
    if (name === undefined) {
      const embedder = await languageModels.embedder()
      return { json: { embedder }, text: choiceText(embedder) }
    }
    const terms = textOption(values, 'confirm')
    if (name !== 'bundled' && terms === undefined) {
      const shown = await languageModels.embedderTerms({ name })
      return { json: { terms: shown, chosen: false }, text: termsText(shown) }
    }
    const embedder = await languageModels.setEmbedder(
      name === 'bundled' ? { endpoint: null, terms: '' } : { endpoint: name, terms: terms ?? '' },
    )
    return { json: { embedder, chosen: true }, text: choiceText(embedder) }
  },
}

function choiceText({ endpoint, model, url, local, problem }: EmbedderChoice): string {
  if (endpoint === null) return 'Words are compared with labels by the bundled embedder. Nothing is sent for it.'
  const where = local ? 'on this machine' : 'text leaves this machine'
  return [
    inertLine(
      `Words are compared with labels by ${model} at ${endpoint}: what you search for is sent to ${url ?? 'it'} (${where}).`,
    ),
    ...(problem === null ? [] : [inertLine(`At present the bundled embedder answers instead: ${problem}`)]),
    'To go back: etalon models embedder <project> bundled',
  ].join('\n')
}

function termsText({ id, endpoint, model, url, local, price, tokensEach, lenses }: EmbedderTerms): string {
  const money = price === null ? '' : `, ${price.input} ${price.currency} a million`
  const missing = lenses.filter(({ labels, embedded }) => embedded < labels)
  return [
    'Nothing was sent or changed. This would be so from then on, in this project:',
    inertLine(
      `What you search for, and the axis of clusters in words, is sent to ${endpoint} at ${url} (${local ? 'this machine: no text leaves it' : 'text leaves this machine'}), about ${counted(tokensEach, 'token')} each time${money}; the same words once.`,
    ),
    inertLine(`${model} turns them into vectors, which are compared with those of the labels.`),
    ...missing.map(({ lens, labels, embedded }) =>
      inertLine(
        `${count(labels - embedded)} of ${counted(labels, 'label')} of ${lens} are not embedded yet, and would be left out.`,
      ),
    ),
    ...(missing.length === 0 ? [] : [inertLine(`To embed them: etalon models embed-labels <project> --endpoint ${endpoint}`)]),
    '',
    `To choose it, give the same command with: --confirm ${id}`,
  ].join('\n')
}
