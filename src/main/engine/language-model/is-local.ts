/**
 * Whether an address is this machine's own: 127.0.0.0/8, ::1 (also written as an IPv4 address), localhost and its subdomains, which
 * resolve to loopback (RFC 6761, 6.3). Every other address counts as foreign, also those of the local network and 0.0.0.0.
 */
export function isLocal(url: string): boolean {
  if (!URL.canParse(url)) return false
  // The parser has put an IPv4 address into four decimal parts and an IPv6 address into its shortest form.
  const host = new URL(url).hostname.replace(/\.$/, '')
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(\.\d+){3}$/.test(host) ||
    /^\[::(1|ffff:7f[\da-f]{2}:[\da-f]+)\]$/.test(host)
  )
}
