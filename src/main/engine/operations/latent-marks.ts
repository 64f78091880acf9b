import type { z } from 'zod'
import type { markInput, MarkedBefore } from '../../../contract/latent-table.ts'
import { latentNote, setLatentNote } from '../store/notes.ts'
import { setStar, starredLatents } from '../store/stars.ts'
import { write } from '../store/write.ts'
import { refuseOutside } from './latent-page.ts'
import type { ProjectWriting } from './project-writing.ts'
import { lensNamed } from './subjects.ts'

/** Stars and flags of many latents, all or none; what they were before. */
export function markLatents(project: ProjectWriting, { lens, marks }: z.output<typeof markInput>): MarkedBefore {
  const of = lensNamed(project, lens)
  for (const { latent } of marks) refuseOutside(latent, of)
  const starred = starredLatents(project.db, of.lens)
  const before = marks.map(({ latent, starred: star, flag }) => ({
    latent,
    ...(star === undefined ? {} : { starred: starred.has(latent) }),
    ...(flag === undefined ? {} : { flag: latentNote(project.db, of.lens, latent).flag }),
  }))
  write(project.db, () => {
    for (const { latent, starred: star, flag } of marks) {
      if (star !== undefined) setStar(project.db, of.lens, latent, star)
      if (flag !== undefined) setLatentNote(project.db, of.lens, latent, { flag })
    }
  })
  project.changed('labels', 'notes')
  return before
}
