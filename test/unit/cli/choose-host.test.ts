import { expect, test } from 'vitest'
import { chooseHost } from '../../../src/main/cli/choose-host.ts'

const at = (
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = 'linux',
  root = false,
  asked: 'browser' | 'desktop' | null = null,
) => chooseHost({ asked, environment, platform, root })

test.each([
  [{}, 'linux', false, 'browser', 'without a display'],
  [{ DISPLAY: ':0' }, 'linux', false, 'desktop', ''],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', false, 'desktop', ''],
  [{ DISPLAY: ':0', SSH_CONNECTION: 'x' }, 'linux', false, 'browser', 'over ssh'],
  [{ DISPLAY: ':0' }, 'linux', true, 'browser', 'as root'],
  [{ CI: 'true' }, 'darwin', false, 'browser', 'in CI'],
  [{}, 'darwin', false, 'desktop', ''],
  [{}, 'win32', false, 'desktop', ''],
] as const)('%j on %s, root %s: %s', (environment, platform, root, host, why) => {
  const chosen = at(environment, platform, root)
  expect(chosen.host).toBe(host)
  expect(chosen.why).toContain(why)
})

test('what was asked for is taken without a word', () => {
  expect(at({}, 'linux', true, 'desktop')).toEqual({ host: 'desktop', why: '' })
  expect(at({ DISPLAY: ':0' }, 'linux', false, 'browser')).toEqual({ host: 'browser', why: '' })
})
