import { expect, test } from 'vitest'
import { smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'

const windows = fakeWindows()

test('devices are listed with what came of trying them, and the CUDA provider is installed once its plan is confirmed', async () => {
  const { page } = await windows.open(smallProject())
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Reading', exact: true }).click()
  const list = page.getByRole('list', { name: 'Devices of this machine' })
  await expect.poll(() => list.getByRole('listitem').allInnerTexts()).toHaveLength(5)
  const [cuda = '', webgpu = ''] = await list.getByRole('listitem').allInnerTexts()
  expect(cuda).toMatch(/Not installed/)
  expect(webgpu).toMatch(/Works\. 61,400 tokens a second, 9,900 on the processor, and the same results/)
  await list.getByRole('button', { name: /^Install/ }).click()
  const plan = page.getByRole('dialog', { name: 'Install the CUDA provider?' })
  await plan.getByText(/^https:\/\/api\.nuget\.org\/.*\.nupkg$/).waitFor()
  await plan.getByText('312 MB').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await plan.getByRole('button', { name: 'Download and install' }).click()
  await list.getByText(/the library libcudnn\.so\.9 is missing/).waitFor()
  await list.getByRole('button', { name: 'Remove provider' }).click()
  await list.getByText('Not installed').waitFor()
})

test('a corpus is read on a device and in a precision, whose agreement is measured before', async () => {
  const { page } = await windows.open(smallProject())
  await page.getByRole('button', { name: 'Corpora' }).first().click()
  await page.getByRole('button', { name: 'gpt4_0314' }).last().click()
  await page.getByRole('button', { name: 'Read with…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Read gpt4_0314' })
  await dialog.getByLabel('Device').selectOption('webgpu')
  await dialog.getByLabel('Precision').selectOption('int8')
  // int8 is for processors: what was chosen for float32 no longer fits.
  expect(await dialog.getByLabel('Device').inputValue()).toBe('auto')
  expect(await dialog.getByLabel('Device').locator('option').allInnerTexts()).toEqual([
    'Automatic: the fastest that works',
    'Processor',
  ])
  await dialog.getByRole('button', { name: 'Measure' }).click()
  await dialog.getByText(/both have 95\.8.%, which differ by 2\.10.%/).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Read', exact: true }).click()
  await page.getByRole('contentinfo').getByText('Read gpt4_0314').first().waitFor()
})
