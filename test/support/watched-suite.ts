import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outgoing, watchedEnvironment } from './watch-network.ts'

/** Watches all processes of a whole suite; what any of them sent, or looked up, beyond this machine fails it. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'etalon-network-'))
  const file = join(folder, 'log.jsonl')
  // Tests of rights run processes as another user, who writes here as well.
  writeFileSync(file, '')
  chmodSync(folder, 0o755)
  chmodSync(file, 0o666)
  Object.assign(process.env, watchedEnvironment(file))
  return () => {
    const away = outgoing(file).filter(({ away }) => away)
    rmSync(folder, { recursive: true, force: true })
    if (away.length > 0) throw new Error(`Text may have left this machine:\n${away.map((each) => JSON.stringify(each)).join('\n')}`)
  }
}
