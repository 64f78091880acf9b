import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

// The parts of the window as a user finds them: by role and name.

export const latentTable = (page: Page): Locator => page.getByRole('grid', { name: 'Latents' })
export const panes = (page: Page): Locator => page.getByRole('grid', { name: /^Documents of/ })
export const latentPage = (page: Page): Locator => page.getByRole('region', { name: /^Latent \d+$/ })
export const examples = (page: Page): Locator => latentPage(page).getByRole('region', { name: 'Examples' }).locator('ul > li')
export const documentPage = (page: Page): Locator => page.getByRole('region', { name: /^Document / })
export const labelEditor = (page: Page): Locator => page.getByRole('textbox', { name: /^Label and notes of latent/ })
export const findings = (page: Page): Locator => page.getByRole('article', { name: /^Finding \d+/ })
export const statusBar = (page: Page): Locator => page.getByRole('contentinfo')

type Screen = 'Corpora' | 'Compare' | 'Latents' | 'Document' | 'Analyses' | 'Findings' | 'Try it' | 'Models' | 'Lenses'

export async function show(page: Page, screen: Screen): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click()
}

/** The latent that is selected, by the page's address; null where none is. */
export function selectedLatent(page: Page): number | null {
  const latent = /[?&]latent=(\d+)/.exec(new URL(page.url()).hash)?.[1]
  return latent === undefined ? null : Number(latent)
}

/** Sorts the latent table by a column, the highest first. */
export async function sortBy(page: Page, column: string): Promise<void> {
  const header = latentTable(page).getByRole('columnheader', { name: column, exact: true })
  if ((await header.getAttribute('aria-sort')) !== 'descending') await header.getByRole('button').click()
  await eventually(() => header.getAttribute('aria-sort')).toBe('descending')
}

/** Looks until it is as expected: `await eventually(() => rows.count()).toBe(3)`. */
export function eventually<T>(look: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: 20_000, interval: 50 })
}
