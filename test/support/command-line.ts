import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repository } from './demo-project.ts'

export type CommandResult = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly json: unknown
}

type Options = {
  readonly home: string
  readonly stdin?: string
  readonly environment?: NodeJS.ProcessEnv
  readonly asNobody?: boolean
}

/** Runs the command line as a script would; `json` is its one document where `--json` was given. */
export function etalon(args: readonly string[], { home, stdin, environment, asNobody }: Options): Promise<CommandResult> {
  const child = spawn(process.execPath, [join(repository, 'src', 'main', 'cli', 'index.ts'), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, ETALON_HOME: home, NODE_NO_WARNINGS: '1' },
    ...(asNobody === true ? { uid: 65_534, gid: 65_534 } : {}),
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  child.stdin.end(stdin ?? '')
  return new Promise((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr, json: args.includes('--json') ? parsed(stdout) : null })),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { notJson: text }
  }
}
