import { resolve } from 'node:path'
import { type Command, textOption, UsageError } from '../command.ts'
import { addedLens, downloadedLens } from '../lens-adding.ts'
import { catalogueOutcome, checkText, inspectionText, lensTable } from '../lens-texts.ts'
import { awaitJob } from '../await-job.ts'
import type { LensCheck } from '../../../contract/lenses.ts'
import { counted } from '../text-table.ts'

const usage = 'list | inspect WHAT | add | download NAME | check NAME | label NAME --labels FILE | remove NAME'

export const lensCommand: Command = {
  name: 'lens',
  usage,
  summary: 'the lenses on this machine, and those that can be had',
  options: {
    all: { type: 'boolean' },
    reader: { type: 'string' },
    sae: { type: 'string' },
    hook: { type: 'string' },
    as: { type: 'string' },
    outer: { type: 'string' },
    k: { type: 'string' },
    'input-scale': { type: 'string' },
    centre: { type: 'boolean' },
    'context-size': { type: 'string' },
    labels: { type: 'string' },
    name: { type: 'string' },
    yes: { type: 'boolean' },
    anyway: { type: 'boolean' },
    files: { type: 'boolean' },
  },
  takes: [1, 2],
  async run(invocation) {
    const { positionals, values, engine, progress } = invocation
    const [action = '', name] = positionals
    const { lenses, project } = engine.operations
    if (action === 'list' && name === undefined) {
      const list = await project.lenses()
      if (values['all'] !== true) return { json: { lenses: list }, text: lensTable(list) }
      return catalogueOutcome(list, await lenses.catalogue())
    }
    if (action === 'add' && name === undefined) return addedLens(invocation)
    if (action === 'download' && name !== undefined) return downloadedLens(invocation, name)
    if (action === 'inspect' && name !== undefined) {
      const inspection = await lenses.inspect({ what: name })
      return { json: inspection, text: inspectionText(inspection) }
    }
    if (action === 'check' && name !== undefined) {
      const check = (await awaitJob(engine, await lenses.check({ name }), progress)) as LensCheck
      return { json: { lens: name, check }, text: checkText(check) }
    }
    if (action === 'label' && name !== undefined) {
      const file = textOption(values, 'labels')
      if (file === undefined) throw new UsageError('lens label takes --labels FILE.')
      const labelled = await lenses.label({ name, file: resolve(file), anyway: values['anyway'] === true })
      const skipped = labelled.skipped === 0 ? '' : `; ${counted(labelled.skipped, 'row')} left out`
      return { json: labelled, text: `${name} has ${counted(labelled.labels, 'label')} now${skipped}.` }
    }
    if (action === 'remove' && name !== undefined) {
      const removed = await lenses.remove({ name, files: values['files'] === true })
      const kept = removed.kept.length === 0 ? '' : ` Downloads kept: ${removed.kept.join(', ')}.`
      return { json: removed, text: `Removed ${removed.name} and ${counted(removed.removed.length, 'download')}.${kept}` }
    }
    throw new UsageError(`lens takes: ${usage}.`)
  },
}
