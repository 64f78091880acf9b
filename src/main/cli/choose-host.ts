type Circumstances = {
  readonly asked: 'browser' | 'desktop' | null
  readonly environment: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly root: boolean
}

/** The desktop window, or the browser host with the one line that says why (empty when it was asked for). */
export function chooseHost({ asked, environment, platform, root }: Circumstances): {
  readonly host: 'desktop' | 'browser'
  readonly why: string
} {
  if (asked !== null) return { host: asked, why: '' }
  const reason = environment['CI']
    ? 'in CI'
    : platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']
      ? 'without a display'
      : environment['SSH_CONNECTION']
        ? 'over ssh'
        : platform === 'linux' && root
          ? 'as root'
          : null
  if (reason === null) return { host: 'desktop', why: '' }
  return {
    host: 'browser',
    why: `Running ${reason}, so Etalon opens in your browser instead of a window of its own (--desktop forces the window).`,
  }
}
