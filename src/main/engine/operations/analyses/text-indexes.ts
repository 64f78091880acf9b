import { startTextIndex, type TextIndex } from '../../analysis/retrieve/text-index.ts'
import { channelTexts } from '../../store/column-values.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { DocumentSpace } from './document-space.ts'

/** The words of all documents of a space, in their numbering; made with the first search and kept. */
export function textIndexOf(project: ProjectReading, { subjects }: DocumentSpace): TextIndex {
  const key = `text index ${subjects.map(({ channel }) => channel.channel).join(' ')}`
  return project.lasting.get(
    key,
    () => build(project, subjects),
    ({ bytes }) => bytes,
  )
}

function build(project: ProjectReading, subjects: DocumentSpace['subjects']): TextIndex {
  const builder = startTextIndex()
  for (const { corpus, channel } of subjects) {
    let next = 0
    for (const { ordinal, content } of channelTexts(project.db, channel.channel)) {
      for (; next < ordinal; next++) builder.add('')
      builder.add(content)
      next++
    }
    for (; next < corpus.documents; next++) builder.add('')
  }
  return builder.finish()
}
