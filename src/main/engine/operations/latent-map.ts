import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type { LatentMap, latentMapInput } from '../../../contract/latent-table.ts'
import { directionMap } from '../analysis/latent-map/direction-map.ts'
import { sketchedDirections } from '../sae/sketched-directions.ts'
import { lensOf } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import { lensNamed } from './subjects.ts'

/** Numbers that a direction is cut down to; fewer where there are many. */
const widest = (latents: number) => (latents > 8192 ? 128 : 256)

/** Part of the file's name: maps that were made in another way are made anew. */
const method = 1

/**
 * The latents of a lens in a plane. It depends on the SAE alone, so it is worked out once on this machine and kept beside the settings, for
 * all projects. Throws Failure 'unsupported' for an SAE without a decoder.
 */
export async function latentMap(project: ProjectReading, { lens: name }: z.output<typeof latentMapInput>): Promise<LatentMap> {
  const lens = await lensOf(project, lensNamed(project, name))
  const file = join(project.place.home, 'latent-maps', `${lens.hash.slice(0, 32)}.${method}.f32`)
  const kept = await readPlaces(file, lens.dSae)
  if (kept !== null) return { lens: lens.name, ...axes(kept), seconds: null }
  const { decoder } = lens.encoder
  if (decoder === null)
    throw new Failure(
      'unsupported',
      `The SAE of ${lens.name} came without its decoder, so there are no directions to lay out.`,
      'Add the lens again with the whole SAE.',
    )
  const started = performance.now()
  const places = directionMap(await sketchedDirections(decoder, widest(lens.dSae)))
  await keepPlaces(file, places)
  return { lens: lens.name, ...axes(places), seconds: (performance.now() - started) / 1000 }
}

function axes(places: Float32Array): Pick<LatentMap, 'x' | 'y'> {
  const [x, y] = [new Float32Array(places.length / 2), new Float32Array(places.length / 2)]
  for (let at = 0; at < x.length; at++) {
    x[at] = places[at * 2]!
    y[at] = places[at * 2 + 1]!
  }
  return { x, y }
}

/** Null where there is none, or not of so many latents. */
async function readPlaces(file: string, latents: number): Promise<Float32Array | null> {
  const bytes = await readFile(file).catch(() => null)
  return bytes?.length === latents * 8 ? new Float32Array(Uint8Array.from(bytes).buffer) : null
}

async function keepPlaces(file: string, places: Float32Array): Promise<void> {
  try {
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(`${file}.${process.pid}`, new Uint8Array(places.buffer))
    await rename(`${file}.${process.pid}`, file)
  } catch {
    // Read-only or full: next time it is worked out again.
  }
}
