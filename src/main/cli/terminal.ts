import { createInterface } from 'node:readline/promises'
import { failureIn } from '../../contract/failure.ts'

/** Writes to stdout; answers exit code 0. A reader that has gone (`| head`) is no failure. */
export function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

/** Progress on stderr: one line overwritten at a terminal, elsewhere one line a few seconds. */
export function progressLine(): { show(line: string): void; end(): void } {
  const { stderr } = process
  let shown = false
  let last = -Infinity
  return {
    show(line) {
      const now = performance.now()
      if (now - last < (stderr.isTTY ? 100 : 5000)) return
      last = now
      shown = true
      stderr.write(stderr.isTTY ? `\r\u001b[K${line.slice(0, (stderr.columns ?? 80) - 1)}` : `${line}\n`)
    },
    end() {
      if (shown && stderr.isTTY) stderr.write('\r\u001b[K')
    },
  }
}

export async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) return ''
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** Asks for a typed "yes" at a terminal; null where nobody is there to type. */
export async function typedYes(question: string): Promise<boolean | null> {
  const { stdin, stderr } = process
  if (!stdin.isTTY || !stderr.isTTY) return null
  const lines = createInterface({ input: stdin, output: stderr })
  try {
    // Closed by Ctrl+C or at the end of input: that is no yes.
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    const typed = await Promise.race([lines.question(`${question} [yes/no] `), closed])
    return /^y(es)?$/i.test(typed.trim())
  } finally {
    lines.close()
  }
}

/** A bug is told in full on stderr; a failure never is. */
export function logBug(error: unknown): void {
  if (failureIn(error) !== null) return
  process.stderr.write(`etalon: a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
