import type { ParseArgsOptionsConfig } from 'node:util'
import type { Engine } from '../engine/engine.ts'

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** What a command has to work with. `positionals` are those after the command's name. */
export type Invocation = {
  readonly positionals: readonly string[]
  readonly values: Values
  readonly engine: Engine
  /** One line on stderr; overwritten in place where stderr is a terminal. */
  progress(line: string): void
  /** Text from a pipe on stdin; empty at a terminal. */
  stdin(): Promise<string>
}

/** The one JSON document of `--json`, and the text a person reads. */
export type Outcome = { readonly json: unknown; readonly text: string }

export type Command = {
  readonly name: string
  /** After the name, as usage shows it. */
  readonly usage: string
  readonly summary: string
  readonly options?: ParseArgsOptionsConfig
  /** Least and most positionals. */
  readonly takes: readonly [number, number]
  run(invocation: Invocation): Promise<Outcome>
}

/** A wrong use of the command line: exit code 2. */
export class UsageError extends Error {}

/** What every command takes. */
export const commonOptions = {
  json: { type: 'boolean' },
  store: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} satisfies ParseArgsOptionsConfig

/** What every command takes that reads activations. */
export const readingOptions = { lens: { type: 'string' }, channel: { type: 'string' } } satisfies ParseArgsOptionsConfig

export function textOption(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export function listOption(values: Values, name: string): readonly string[] | undefined {
  const value = values[name]
  if (Array.isArray(value))
    return value.flatMap((each: string) => each.split(',').map((part) => part.trim())).filter((part) => part !== '')
  return undefined
}

export function numberOption(values: Values, name: string, range: { min: number; max: number }): number | undefined {
  const value = textOption(values, name)
  return value === undefined ? undefined : wholeNumber(value, `--${name}`, range)
}

export function wholeNumber(text: string, what: string, range: { min: number; max: number }): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < range.min || number > range.max) {
    throw new UsageError(`${what} takes a whole number from ${range.min} to ${range.max}, not "${text}".`)
  }
  return number
}

/** Numbers of latents, with commas. */
export function latentsOption(values: Values): number[] | undefined {
  return listOption(values, 'latents')?.map((each) => wholeNumber(each, '--latents', { min: 0, max: 100_000_000 }))
}

/** `{ lens, channel }` with what was not given left out. */
export function readingFrom(values: Values): { lens?: string; channel?: string } {
  const lens = textOption(values, 'lens')
  const channel = textOption(values, 'channel')
  return { ...(lens === undefined ? {} : { lens }), ...(channel === undefined ? {} : { channel }) }
}

export function corporaFrom(values: Values): { corpora?: string[] } {
  const corpora = listOption(values, 'corpus')
  return corpora === undefined ? {} : { corpora: [...corpora] }
}
