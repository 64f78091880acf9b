// The browser of the end-to-end tests: found, or installed where that can be done without asking.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from 'playwright-core'

const playwright = resolve(import.meta.dirname, '..', 'node_modules', 'playwright-core', 'cli.js')
const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const debianPackages = ['chromium', 'fonts-noto-core', 'fonts-noto-color-emoji', 'fonts-noto-cjk']

/** The path of a Chromium on this machine (ETALON_CHROMIUM first, so that a run can name its own), or null. @returns {string | null} */
export function findChromium() {
  const named = process.env['ETALON_CHROMIUM']
  const found = [...(named ? [named] : []), ...systemBrowsers].find((each) => existsSync(each))
  if (found !== undefined) return found
  const downloaded = chromium.executablePath()
  return existsSync(downloaded) && starts(downloaded) ? downloaded : null
}

/** On Linux a downloaded browser may lack system libraries. @param {string} browser */
function starts(browser) {
  return process.platform !== 'linux' || spawnSync(browser, ['--version'], { stdio: 'ignore' }).status === 0
}

/** Makes sure there is a Chromium; says in one line what it does about a missing one, and in one line that it could not. */
export function installChromiumWhenMissing() {
  if (findChromium() !== null) return
  const asRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  process.stdout.write(
    `Installing Chromium for the end-to-end tests with ${asRootOnDebian ? 'apt-get' : "Playwright's download"}…\n`,
  )
  const apt = (/** @type {readonly string[]} */ words) =>
    spawnSync('apt-get', words, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
  const installed =
    (asRootOnDebian && apt(['update']) && apt(['install', '-y', '--no-install-recommends', ...debianPackages])) ||
    spawnSync(process.execPath, [playwright, 'install', 'chromium'], { stdio: 'ignore', timeout: 10 * 60_000 }).status === 0
  if (!installed || findChromium() === null)
    process.stdout.write('Chromium could not be installed: the end-to-end tests are skipped.\n')
}
