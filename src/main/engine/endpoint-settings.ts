import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import { type Endpoint, endpointSchema } from '../../contract/language-models.ts'
import { writeHomeFile } from './home-folder.ts'

const fileOf = (home: string): string => join(home, 'endpoints.json')

/** The endpoints this user has named, in their order. Throws Failure 'bad-input' where the file was damaged. */
export async function readEndpoints(home: string): Promise<readonly Endpoint[]> {
  let text: string
  try {
    text = await readFile(fileOf(home), 'utf8')
  } catch {
    return []
  }
  try {
    return endpointSchema.array().parse(JSON.parse(text))
  } catch (error) {
    throw new Failure('bad-input', `${fileOf(home)} cannot be read.`, 'Correct it, or delete it and name your endpoints again.', {
      cause: error,
    })
  }
}

/** Throws Failure 'not-found' naming those there are. */
export async function endpointNamed(home: string, name: string): Promise<Endpoint> {
  const known = await readEndpoints(home)
  const found = known.find((each) => each.name === name)
  if (found !== undefined) return found
  const hint =
    known.length === 0
      ? 'Name one first: etalon endpoints add NAME --url URL --model MODEL.'
      : `There are: ${known.map((each) => each.name).join(', ')}.`
  throw new Failure('not-found', `There is no endpoint "${name}".`, hint)
}

/** One of the same name is replaced where it stands. */
export async function saveEndpoint(home: string, endpoint: Endpoint): Promise<void> {
  const known = await readEndpoints(home)
  const place = known.findIndex((each) => each.name === endpoint.name)
  await writeHomeFile(fileOf(home), place < 0 ? [...known, endpoint] : known.with(place, endpoint))
}

export async function removeEndpoint(home: string, name: string): Promise<void> {
  await endpointNamed(home, name)
  await writeHomeFile(
    fileOf(home),
    (await readEndpoints(home)).filter((each) => each.name !== name),
  )
}
