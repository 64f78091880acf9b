import { parentPort, workerData } from 'node:worker_threads'
import { Environment, parse, tokenize } from './jinja.ts'
import type { RenderedTexts, TemplateJob } from './render-template.ts'
import { boundBuiltIns, boundedRange, BoundedInterpreter } from './template-bounds.ts'

/** The day templates are told, 26 July 2024, which Llama 3's name themselves where they are told none: a text reads the same every day. */
// prettier-ignore
const date: Readonly<Record<string, string>> = {
  '%Y': '2024', '%y': '24', '%m': '07', '%d': '26', '%B': 'July', '%b': 'Jul', '%A': 'Friday', '%a': 'Fri',
  '%H': '12', '%I': '12', '%M': '00', '%S': '00', '%p': 'PM', '%%': '%',
}

/** What a template may name, as transformers and the Jinja of Python have it. */
const globals: Readonly<Record<string, unknown>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  range: boundedRange,
  strftime_now: (format: string) => format.replace(/%[a-zA-Z%]/g, (part) => date[part] ?? part),
  raise_exception: (message: string) => {
    throw new Error(message)
  },
}

function rendered({ source, contexts }: TemplateJob): RenderedTexts {
  try {
    const program = parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true }))
    return contexts.map((context) => {
      try {
        const environment = new Environment()
        for (const [name, value] of Object.entries({ ...globals, ...context })) environment.set(name, value)
        return { text: String(new BoundedInterpreter(environment).run(program).value) }
      } catch (error) {
        return { error: String(error) }
      }
    })
  } catch (error) {
    return contexts.map(() => ({ error: String(error) }))
  }
}

boundBuiltIns()
parentPort?.postMessage(rendered(workerData as TemplateJob))
