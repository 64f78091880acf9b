import type { Command } from './command.ts'
import { analysesCommand } from './commands/analyses.ts'
import { clusterCommand } from './commands/cluster.ts'
import { correlateCommand } from './commands/correlate.ts'
import { demoCommand } from './commands/demo.ts'
import { devicesCommand } from './commands/devices.ts'
import { diffCommand } from './commands/diff.ts'
import { documentCommand, readCommand } from './commands/document.ts'
import { encodeCommand } from './commands/encode.ts'
import { endpointsCommand } from './commands/endpoints.ts'
import { exportCommand } from './commands/export.ts'
import { hypothesesCommand } from './commands/hypotheses.ts'
import { importCommand } from './commands/import.ts'
import { keepCommand } from './commands/keep.ts'
import { labelCommand, labelsCommand } from './commands/label.ts'
import { latentCommand } from './commands/latent.ts'
import { latentsCommand } from './commands/latents.ts'
import { lensCommand } from './commands/lens.ts'
import { modelsCommand } from './commands/models.ts'
import { listsCommand, noteCommand } from './commands/note.ts'
import { openCommand } from './commands/open.ts'
import { removeCommand } from './commands/remove.ts'
import { reportCommand } from './commands/report.ts'
import { searchCommand } from './commands/search.ts'
import { statusCommand } from './commands/status.ts'

/** Every command, in the order usage shows them. */
export const commands: readonly Command[] = [
  openCommand,
  importCommand,
  encodeCommand,
  statusCommand,
  removeCommand,
  latentsCommand,
  latentCommand,
  documentCommand,
  readCommand,
  labelCommand,
  labelsCommand,
  noteCommand,
  listsCommand,
  diffCommand,
  hypothesesCommand,
  correlateCommand,
  clusterCommand,
  searchCommand,
  analysesCommand,
  keepCommand,
  reportCommand,
  exportCommand,
  lensCommand,
  devicesCommand,
  endpointsCommand,
  modelsCommand,
  demoCommand,
]
