import * as library from '@huggingface/jinja'

/** A variable of a template while it is rendered. */
type Value = { readonly value: unknown }
type Variables = { set(name: string, value: unknown): void }
type Renderer = { run(program: unknown): Value; evaluate(node: unknown, variables: unknown): Value }

/** What is used of the library, whose typings do not resolve under Node's rules: they leave out file endings. */
export const { Environment, Interpreter, parse, tokenize } = library as unknown as {
  readonly Environment: new () => Variables
  readonly Interpreter: new (variables: Variables) => Renderer
  parse(tokens: unknown): unknown
  tokenize(source: string, options: { lstrip_blocks: boolean; trim_blocks: boolean }): unknown
}
