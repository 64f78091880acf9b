import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { repository } from './demo-project.ts'

export type BrowserHost = {
  /** The address it printed, with the token. */
  readonly url: string
  readonly port: number
  /** Ends it as Ctrl-C does; throws where it did not end well or told of a bug meanwhile. */
  close(): Promise<void>
  /** Ends it at once, as a crash of the machine does. */
  kill(): Promise<void>
}

type Options = {
  /** The folder of settings and recent projects, of the test's own. */
  readonly home: string
  /** 0 takes any free port. */
  readonly port?: number
}

/** Starts the browser host on a project in a process of its own, as a user does, and waits for its address. */
export async function startBrowserHost(project: string, { home, port = 0 }: Options): Promise<BrowserHost> {
  const entry = join(repository, 'src', 'main', 'cli', 'index.ts')
  const child = spawn(process.execPath, [entry, 'open', project, '--browser', '--port', String(port)], {
    // Over the fourth channel it ends with the test that started it, and takes an interrupt on every platform.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, BROWSER: 'none', ETALON_HOME: home, NODE_NO_WARNINGS: '1' },
  })
  const ended = once(child, 'exit')
  let stdout = ''
  let stderr = ''
  child.stderr?.on('data', (chunk) => (stderr += chunk))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      stdout += chunk
      const [printed] = /http:\/\/127\.0\.0\.1:\d+\/#\S+(?=\s)/.exec(stdout) ?? []
      if (printed !== undefined) resolve(printed)
    })
    void ended.then(([code]) =>
      reject(new Error(`The browser host ended with code ${code} before it printed an address:\n${stderr}`)),
    )
  })
  return {
    url,
    port: Number(new URL(url).port),
    async close() {
      if (child.connected) child.send({ signal: 'SIGINT' })
      const [code] = await ended
      if (code !== 0 || stderr.includes('a bug:')) throw new Error(`The browser host ended with code ${code} and said:\n${stderr}`)
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
