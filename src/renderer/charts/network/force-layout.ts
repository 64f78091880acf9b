import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3'
import { useEffect, useState } from 'react'
import type { Link } from './communities.ts'

type Body = SimulationNodeDatum & { readonly radius: number }
export type Laid = { readonly x: Float32Array; readonly y: Float32Array }

/** Steps until it rests, and how long they may take of one frame, in milliseconds. */
const steps = 320
const slice = 8
const margin = 30

/**
 * Nodes placed by forces: links pull the stronger the larger their weight (0..1), all push one another away, and everything is drawn to the
 * middle. The same graph is always laid out alike. It is worked out a few milliseconds of each frame; null until it rests.
 *
 * @param radii of the nodes in pixels, [nodes]
 */
export function useForceLayout(radii: readonly number[], links: readonly Link[], size: readonly [number, number]): Laid | null {
  const [width, height] = size
  const wide = Math.round((4 * width) / Math.max(1, height)) / 4
  const [rested, setRested] = useState<{ readonly of: readonly Link[]; readonly laid: Laid } | null>(null)
  useEffect(() => {
    const simulation = forcesOf(radii, links, wide)
    let done = 0
    let frame = 0
    const work = () => {
      const until = performance.now() + slice
      for (; done < steps && performance.now() < until; done++) simulation.tick()
      if (done < steps) frame = requestAnimationFrame(work)
      else {
        const bodies = simulation.nodes()
        setRested({
          of: links,
          laid: { x: Float32Array.from(bodies, ({ x = 0 }) => x), y: Float32Array.from(bodies, ({ y = 0 }) => y) },
        })
      }
    }
    work()
    return () => cancelAnimationFrame(frame)
  }, [radii, links, wide])
  return rested?.of === links ? fitted(rested.laid, size) : null
}

function forcesOf(radii: readonly number[], links: readonly Link[], wide: number) {
  const bodies = radii.map((radius): Body => ({ radius }))
  const pull = links.map(({ a, b, weight }) => ({ source: a, target: b, weight }))
  return forceSimulation(bodies)
    .force(
      'link',
      forceLink(pull)
        .distance(({ weight }) => 34 + 60 * (1 - weight))
        .strength(({ weight }) => 0.25 + 0.6 * weight),
    )
    .force('charge', forceManyBody().strength(-170).distanceMax(420))
    .force('x', forceX<Body>(0).strength(0.07 / Math.max(0.6, wide)))
    .force('y', forceY<Body>(0).strength(0.07 * Math.min(1.6, wide)))
    .force(
      'collide',
      forceCollide<Body>(({ radius }) => radius + 6),
    )
    .alphaDecay(1 - 0.001 ** (1 / steps))
    .stop()
}

/** Places fitted into a box in pixels, each axis by a measure of its own. */
export function fitted({ x, y }: Laid, [width, height]: readonly [number, number]): Laid {
  const along = (values: Float32Array, length: number) => {
    const [least, most] = [Math.min(...values), Math.max(...values)]
    const room = Math.max(1, length - 2 * margin)
    const unit = Math.min(most > least ? room / (most - least) : 0, 1.6)
    return values.map((value) => length / 2 + (value - (least + most) / 2) * unit)
  }
  return { x: along(x, width), y: along(y, height) }
}
