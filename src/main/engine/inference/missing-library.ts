import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { providerFiles, runtimeFolder } from './runtime-folder.ts'

/**
 * The library that the CUDA provider needs and the system does not find, as an error; null where that is not what it fails by. The runtime
 * says only that it cannot load the provider. Loading it as an addon fails either way, and says why: a library that is missing is
 * named, and one that is whole is no addon.
 */
export function missingLibrary(): Error | null {
  const folders = [...(process.env['LD_LIBRARY_PATH'] ?? '').split(delimiter), runtimeFolder()]
  const provider = folders
    .filter((each) => each !== '')
    .map((each) => join(each, providerFiles.cuda))
    .find((each) => existsSync(each))
  if (provider === undefined) return new Error(`${providerFiles.cuda} is not there`)
  try {
    process.dlopen({ exports: {} }, provider)
    return null
  } catch (error) {
    const [, library] =
      /^(?:.*?: )?([\w.+-]+\.so[\w.]*): cannot open shared object file/.exec(String((error as Error).message)) ?? []
    return library === undefined ? null : new Error(`the library ${library} is missing`)
  }
}
