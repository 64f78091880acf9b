import { execFileSync } from 'node:child_process'
import { readFileSync, realpathSync, statfsSync } from 'node:fs'

/** Linux: what statfs(2) says of file systems whose files live on another machine. */
const networkTypes: ReadonlyMap<number, string> = new Map([
  [0x6969, 'nfs'],
  [0x517b, 'smb'],
  [0xff534d42, 'cifs'],
  [0xfe534d42, 'smb2'],
  [0x5346414f, 'afs'],
  [0x73757245, 'coda'],
  [0x00c36400, 'ceph'],
  [0x0bd00bd0, 'lustre'],
  [0x47504653, 'gpfs'],
  [0x19830326, 'beegfs'],
])

const networkNames =
  /^(nfs\d?|smb\d?|smbfs|cifs|afs|afpfs|webdav|ftp|davfs2?|ceph|lustre|glusterfs|fuse\.(sshfs|rclone|s3fs|gcsfuse|goofys|glusterfs|ceph\S*|curlftpfs|juicefs|smbnetfs|gvfsd-fuse|blobfuse\S*|davfs2?))$/

/**
 * The name of the network file system `folder` lies on ('nfs', 'smb2', 'fuse.sshfs'), or null when it is local or cannot be told.
 *
 * SQLite's write-ahead log needs memory shared between all who have the file open, which none of these gives across machines.
 */
export function networkFileSystem(folder: string): string | null {
  if (process.platform === 'linux') {
    const known = networkTypes.get(statfsSync(folder).type >>> 0)
    return known ?? networkMount(linuxMounts(readText('/proc/self/mountinfo')), realpathSync(folder))
  }
  if (process.platform === 'win32') return /^\\\\(?![?.]\\(?!UNC\\))/i.test(realpathSync.native(folder)) ? 'a network share' : null
  if (process.platform === 'darwin') return networkMount(macMounts(listMacMounts()), realpathSync(folder))
  return null
}

export type Mount = { readonly point: string; readonly type: string }

/** The type of the mount that holds `path`, when it is one of the network's. */
export function networkMount(mounts: readonly Mount[], path: string): string | null {
  let holder: Mount | null = null
  for (const mount of mounts) {
    const inside = path === mount.point || path.startsWith(mount.point.endsWith('/') ? mount.point : `${mount.point}/`)
    // Of two on one point the later lies on top.
    if (inside && mount.point.length >= (holder?.point.length ?? 0)) holder = mount
  }
  return holder !== null && networkNames.test(holder.type) ? holder.type : null
}

/** Mounts in /proc/self/mountinfo: `36 35 98:0 /root /point options optional... - type source options`. */
export function linuxMounts(mountinfo: string): readonly Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before = '', after] = line.split(' - ')
    const point = before.split(' ')[4]
    const [type, , options = ''] = (after ?? '').split(' ')
    if (point === undefined || type === undefined || type === '') return []
    // A Windows drive seen from WSL: two kernels, whose locks do not see each other.
    const known = type === '9p' && options.includes('aname=drvfs') ? 'cifs' : type
    return [{ point: point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))), type: known }]
  })
}

/** Mounts in the output of macOS's mount(8): `//user@host/share on /Volumes/share (smbfs, nodev)`. */
export function macMounts(output: string): readonly Mount[] {
  return output.split('\n').flatMap((line) => {
    const parts = / on (\/.*) \(([^,)]+)[^()]*\)$/.exec(line)
    return parts === null ? [] : [{ point: parts[1] ?? '', type: parts[2] ?? '' }]
  })
}

function listMacMounts(): string {
  try {
    return execFileSync('/sbin/mount', { encoding: 'utf8', timeout: 2000 })
  } catch {
    return ''
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
