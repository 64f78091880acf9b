// Who may import whom. The table below is the whole rule: what it does not allow is forbidden, type-only imports included.
// `npm run layering` checks it (tools/layering.mjs); test/architecture/layering.test.ts plants violations and sees each caught.

/** The engine's folders from the top down: each may import what stands in a later row; folders of one row do not know each other. */
export const engineRows = [
  ['operations'],
  ['hypotheses', 'lens-training'],
  ['labels', 'findings', 'devices'],
  ['analysis', 'encoding'],
  ['embedder'],
  ['lens'],
  ['reader', 'sae', 'corpora', 'language-model'],
  ['graph', 'tensor-files', 'table-files'],
  ['inference', 'jobs'],
  ['store'],
  ['numerics'],
]

const contract = '^src/contract/'
const port = '^src/main/port[.]ts$'
const frontDoor = '^src/main/engine/engine[.]ts$'
const loopback = '^src/main/loopback/'
/** @param {string} folder */
const engine = (folder) => `^src/main/engine/${folder}/`

/**
 * A place, the files it is made of, and what it may import of ours.
 * @type {readonly { name: string, files: string, may: readonly string[], instead: string }[]}
 */
export const places = [
  { name: 'contract', files: contract, may: [], instead: 'The contract is what all sides agree on: move what it needs into it.' },
  ...engineRows.flatMap((row, depth) =>
    row.map((folder) => ({
      name: `engine/${folder}`,
      files: engine(folder),
      may: [
        contract,
        ...engineRows
          .slice(depth + 1)
          .flat()
          .map(engine),
      ],
      instead: 'Let the layer above gather both and pass values down (order: engineRows in dependency-cruiser.config.mjs).',
    })),
  ),
  {
    name: 'engine front door',
    files: '^src/main/engine/[^/]+$',
    may: [contract, '^src/main/engine/'],
    instead: 'The engine knows no host: let the host inject what differs.',
  },
  { name: 'port', files: port, may: [contract], instead: 'The port carries the contract and nothing else.' },
  {
    name: 'loopback',
    files: loopback,
    may: [contract, port, frontDoor],
    instead: 'Hosts go through engine/engine.ts: add an operation to the contract.',
  },
  {
    name: 'cli',
    files: '^src/main/cli/',
    may: [contract, port, frontDoor, loopback],
    instead: 'Commands go through engine/engine.ts: add an operation to the contract.',
  },
  {
    name: 'desktop',
    files: '^src/main/desktop/',
    may: [contract, port, frontDoor],
    instead: 'Hosts go through engine/engine.ts: add an operation to the contract.',
  },
  { name: 'electron entry', files: '^src/main/index[.]ts$', may: ['^src/main/desktop/'], instead: 'Put it into src/main/desktop.' },
  { name: 'preload', files: '^src/preload/', may: [contract], instead: 'The preload script hands over the port and nothing else.' },
  {
    name: 'renderer',
    files: '^src/renderer/',
    may: [contract],
    instead: 'The window speaks only the contract: ask over the client.',
  },
]

/** Packages that only some places may import, types included. */
const confined = [
  { package: 'electron', may: ['^src/main/index[.]ts$', '^src/main/desktop/', '^src/preload/'] },
  { package: 'better-sqlite3', may: [engine('store')] },
  { package: 'onnxruntime-node', may: [engine('inference')] },
  { package: 'onnxruntime-common', may: [engine('inference')] },
]

/** @param {string} name */
const npm = (name) => `(^|/)node_modules/${name}/`

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  ...places.map(({ name, files, may, instead }) => ({
    name: `${name.replaceAll(/[ /]/g, '-')}-imports-only-what-it-may`,
    comment: instead,
    severity: /** @type {const} */ ('error'),
    from: { path: files },
    to: { path: '^(src|test|bench|tools|training|bin)/', pathNot: [files, ...may] },
  })),
  ...confined.map(({ package: name, may }) => ({
    name: `${name.replaceAll(/[@/]/g, '-')}-only-where-it-belongs`,
    comment: `${name} stays behind one folder: use what that folder offers.`,
    severity: /** @type {const} */ ('error'),
    from: { path: '^src/', pathNot: may },
    to: { path: npm(name) },
  })),
  {
    name: 'contract-of-others-only-zod-and-trpc',
    comment: 'Every side loads the contract: it takes nothing but zod and @trpc/server, and nothing of Node.',
    severity: 'error',
    from: { path: contract },
    to: { pathNot: ['^src/', npm('zod'), npm('@trpc/server')] },
  },
  {
    name: 'numerics-are-pure',
    comment: 'Numerics are maths on typed arrays: no package, nothing of Node.',
    severity: 'error',
    from: { path: engine('numerics') },
    to: { pathNot: '^src/' },
  },
  {
    name: 'no-node-in-the-window',
    comment: 'The window runs in a sandboxed page: ask the engine over the contract.',
    severity: 'error',
    from: { path: ['^src/renderer/', '^src/preload/'] },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'views-do-not-know-each-other',
    comment: 'Move what two views need into widgets, charts, editor or client; let app compose the views.',
    severity: 'error',
    from: { path: '^src/renderer/views/([^/]+)/' },
    to: { path: '^src/renderer/views/', pathNot: '^src/renderer/views/$1/' },
  },
  {
    name: 'only-app-composes-views',
    comment: 'client, charts, editor and widgets are what views are made of, not the other way round.',
    severity: 'error',
    from: { path: '^src/renderer/(client|charts|editor|widgets)/' },
    to: { path: '^src/renderer/(app|views)/' },
  },
  {
    name: 'what-main-imports-is-a-dependency',
    comment: 'Engine, hosts and command line run from an installed package: list it under dependencies, with an exact version.',
    severity: 'error',
    from: { path: '^src/main/' },
    to: { dependencyTypes: ['npm-dev', 'npm-optional', 'npm-peer'], dependencyTypesNot: ['type-only'], pathNot: npm('electron') },
  },
  {
    name: 'no-unknown-package',
    comment: 'It resolves only by luck: list it in package.json.',
    severity: 'error',
    from: { path: '^src/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-unresolvable',
    comment: 'The import leads nowhere.',
    severity: 'error',
    from: { path: '^src/' },
    to: { couldNotResolve: true },
  },
  {
    name: 'no-cycle',
    comment: 'Take what both sides need into a third file.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphan',
    comment:
      'Nobody imports it and it imports nobody: wire it up, remove it, or, where it is started by path, name it <name>.entry.ts.',
    severity: 'error',
    from: { orphan: true, pathNot: ['[.]d[.]ts$', '[.]entry[.]ts$', '/index[.]tsx?$'] },
    to: {},
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
const configuration = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    // With false a type-only import crosses every border unseen. swc reads the TypeScript: TypeScript 7 has no interface for tools.
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts', '.css'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}

export default configuration
