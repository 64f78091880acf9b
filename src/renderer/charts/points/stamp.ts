/** The pixels of a dot that cover more than half of theirs, by place from its corner, with the colour they have over the surface. */
export type Stamp = {
  /** Width and height. */
  readonly size: number
  /** [pixels] each. */
  readonly columns: Uint8Array
  readonly rows: Uint8Array
  /** As a canvas holds them in a 32-bit number. */
  readonly colours: Uint32Array
}

/** @param surface the colour behind: red, green and blue, 0..255 */
export function stampOf({ data, width }: ImageData, surface: ArrayLike<number>, opacity: number): Stamp {
  const kept = Array.from({ length: width * width }, (_, pixel) => pixel).filter((pixel) => data[4 * pixel + 3]! > 127)
  const mixed = new Uint8ClampedArray(4 * kept.length)
  kept.forEach((pixel, at) => {
    for (let part = 0; part < 3; part++)
      mixed[4 * at + part] = surface[part]! + (data[4 * pixel + part]! - surface[part]!) * opacity
    mixed[4 * at + 3] = 255
  })
  return {
    size: width,
    columns: Uint8Array.from(kept, (pixel) => pixel % width),
    rows: Uint8Array.from(kept, (pixel) => Math.floor(pixel / width)),
    colours: new Uint32Array(mixed.buffer),
  }
}

/** Writes a dot into a picture, over what is there; what is beyond its edges is left out. */
export function stamp(
  pixels: Uint32Array,
  width: number,
  height: number,
  { size, columns, rows, colours }: Stamp,
  left: number,
  top: number,
): void {
  if (left <= -size || top <= -size || left >= width || top >= height) return
  const inside = left >= 0 && top >= 0 && left + size <= width && top + size <= height
  for (let at = 0; at < colours.length; at++) {
    const [column, row] = [left + columns[at]!, top + rows[at]!]
    if (inside || (column >= 0 && row >= 0 && column < width && row < height)) pixels[row * width + column] = colours[at]!
  }
}
