// Preloaded into a process, its threads and all processes that it starts: writes down every connection, name lookup and datagram that goes out,
// one JSON a line, into the file ETALON_NETWORK_LOG. What would leave this machine is refused. CommonJS, which `--require` preloads into every
// thread, and JavaScript, as the launcher runs older Nodes too.
const dgram = require('node:dgram')
const dns = require('node:dns')
const { appendFileSync } = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')
const net = require('node:net')
const { isMainThread } = require('node:worker_threads')

const file = process.env['ETALON_NETWORK_LOG'] ?? ''
const entry = process.argv[1] ?? ''

/** @param {{ kind: 'watching' } | { kind: 'connection' | 'lookup' | 'datagram', host: string, port: number | null, away: boolean }} event */
function note(event) {
  appendFileSync(file, `${JSON.stringify({ ...event, pid: process.pid, thread: isMainThread ? 'main' : 'worker', entry })}\n`)
}

/** @param {string} host an address, a name, or the path of a local socket */
function isHere(host) {
  return host.startsWith('/') || host.startsWith('\\\\') || /^(localhost|(.+\.)?localhost|127(\.\d+){3}|::1|\[::1\])\.?$/.test(host)
}

/** @param {'connection' | 'lookup' | 'datagram'} kind @param {string} host @param {number | null} port */
function pass(kind, host, port) {
  const away = !isHere(host)
  note({ kind, host, port, away })
  if (away) throw new Error(`the network watch refused a ${kind} to ${host}${port === null ? '' : `:${port}`}`)
}

/** Runs `before` with the arguments of each call. @param {any} owner @param {string} name @param {(...given: any[]) => void} before */
function wrap(owner, name, before) {
  const original = owner[name]
  if (typeof original !== 'function') return
  owner[name] = function (/** @type {any[]} */ ...given) {
    before(...given)
    return Reflect.apply(original, this, given)
  }
}

// As in `net.connect`: options, a port and a host, or a path; from within Node as one list of them.
wrap(net.Socket.prototype, 'connect', (first, second) => {
  const given = Array.isArray(first) ? first[0] : first
  if (typeof given === 'object' && given !== null)
    pass('connection', given.path ?? given.host ?? 'localhost', given.path == null ? Number(given.port) : null)
  else if (typeof given === 'string' && !/^\d+$/.test(given)) pass('connection', given, null)
  else pass('connection', typeof second === 'string' ? second : 'localhost', Number(given))
})

for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const name of Object.getOwnPropertyNames(owner))
    if (/^(lookup|lookupService|reverse|resolve\w*)$/.test(name)) wrap(owner, name, (host) => pass('lookup', String(host), null))

wrap(dgram.Socket.prototype, 'connect', (port, host) =>
  pass('datagram', typeof host === 'string' ? host : 'localhost', Number(port)),
)
wrap(dgram.Socket.prototype, 'send', (...given) => {
  const host = given.slice(1).find((each) => typeof each === 'string')
  pass('datagram', host ?? 'localhost', null)
})

syncBuiltinESMExports()
note({ kind: 'watching' })
