import { spawn } from 'node:child_process'

/** Asks the system to open the address; `BROWSER=none` opens nothing, another `BROWSER` is the program to use. Never fails. */
export function openBrowser(url: string, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): void {
  const chosen = environment['BROWSER']
  if (chosen === 'none' || environment['CI'] || environment['SSH_CONNECTION']) return
  const [program, ...before] = chosen
    ? [chosen]
    : platform === 'darwin'
      ? ['open']
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open']
  if (platform === 'linux' && !chosen && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return
  const child = spawn(program ?? '', [...before, url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
