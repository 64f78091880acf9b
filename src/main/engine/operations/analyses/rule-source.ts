import type { Rule, RuleCount, countInput } from '../../../../contract/search.ts'
import type { z } from 'zod'
import { parseRule } from '../../analysis/retrieve/parse-rule.ts'
import { evaluateRule, type RuleSource } from '../../analysis/retrieve/rule.ts'
import { ruleText } from '../../analysis/retrieve/rule-text.ts'
import { columnValues } from '../../store/column-values.ts'
import { matchingOrdinals } from '../../store/document-filter.ts'
import { labelsOf } from '../labels-of.ts'
import { refuseOutside } from '../latent-page.ts'
import type { ProjectReading } from '../project-reading.ts'
import { type DocumentSpace, numbersOf, postingsIn, spaceOf } from './document-space.ts'
import { columnsOf, refuseUnknownColumn, type Sample, sampleOf } from './sample.ts'

/** How many of the documents asked for answer a rule; one that is written is read first. */
export async function countRule(project: ProjectReading, request: z.output<typeof countInput>): Promise<RuleCount> {
  const sample = await sampleOf(project, request, [request.group])
  const rule = typeof request.rule === 'string' ? parseRule(request.rule, labelledBy(project, sample)) : request.rule
  const space = spaceOf(sample.subjects)
  const passing = answering(project, sample, space, rule)
  return { documents: passing.length, of: sample.documents, rule, text: ruleText(rule) }
}

/** The sample's documents that answer a rule (absent: all), by their numbers in the space, ascending. */
export function answering(project: ProjectReading, sample: Sample, space: DocumentSpace, rule: Rule | undefined): Uint32Array {
  const all = numbersOf(space, sample)
  if (rule === undefined) return all
  const found = new Uint8Array(space.documents)
  for (const number of evaluateRule(rule, space.documents, ruleSource(project, sample, space))) found[number] = 1
  return all.filter((number) => found[number] === 1)
}

function labelledBy(project: ProjectReading, { stored }: Sample): (label: string) => number[] {
  return (label) => {
    const wanted = label.toLowerCase()
    return [...labelsOf(project, stored)].filter(([, { text }]) => text.toLowerCase() === wanted).map(([latent]) => latent)
  }
}

function ruleSource(project: ProjectReading, sample: Sample, space: DocumentSpace): RuleSource {
  return {
    latent({ latent, above, atLeastTokens = sample.minTokens }) {
      refuseOutside(latent, sample.stored)
      const { ordinals, maxima, tokensActive } = postingsIn(project, space, latent)
      const threshold = above ?? sample.thresholds[latent]!
      return ordinals.filter((_, at) => maxima[at]! > threshold && tokensActive[at]! >= atLeastTokens)
    },
    column(condition) {
      refuseColumnOfNone(project, space, condition.column)
      return everywhere(space, ({ corpus }) => {
        if (!columnsOf(project, corpus.corpus).some(({ name }) => name === condition.column)) return []
        if ('is' in condition)
          return matchingOrdinals(project.db, { corpus: corpus.corpus, channels: [], where: { [condition.column]: condition.is } })
        const { atLeast = -Infinity, atMost = Infinity } = condition
        return columnValues(project.db, corpus.corpus, condition.column).flatMap((value, ordinal) => {
          const number = value === null || value.trim() === '' ? NaN : Number(value)
          return number >= atLeast && number <= atMost ? [ordinal] : []
        })
      })
    },
    text: ({ text }) =>
      everywhere(space, ({ corpus, channel }) =>
        matchingOrdinals(project.db, { corpus: corpus.corpus, channels: [channel.channel], text }),
      ),
  }
}

/** A column that some of the corpora have narrows to these; one that none has is a slip. */
function refuseColumnOfNone(project: ProjectReading, { subjects }: DocumentSpace, column: string): void {
  const isKnown = subjects.some(({ corpus }) => columnsOf(project, corpus.corpus).some(({ name }) => name === column))
  if (!isKnown) refuseUnknownColumn(project, subjects[0]!.corpus, column)
}

function everywhere(
  { subjects, offsets }: DocumentSpace,
  ordinals: (subject: DocumentSpace['subjects'][number]) => ArrayLike<number>,
): Uint32Array {
  return Uint32Array.from(subjects.flatMap((subject, at) => Array.from(ordinals(subject), (ordinal) => offsets[at]! + ordinal)))
}
