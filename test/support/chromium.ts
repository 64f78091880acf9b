import { type Browser, chromium } from 'playwright-core'
import { findChromium } from '../../tools/chromium.mjs'

/** Why there is no browser to test with, or null where there is one: `test('…', ({ skip }) => skip(noChromium !== null, noChromium))`. */
export const noChromium: string | null =
  findChromium() === null ? 'no Chromium on this machine and none could be installed (npm test tries)' : null

/** A headless Chromium that neither calls home nor needs a sandbox of its own: tests also run as root and in containers. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error(`Ask noChromium first: ${noChromium}.`)
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
