import { expect, test } from 'vitest'
import { linuxMounts, macMounts, networkFileSystem, networkMount } from '../../../src/main/engine/store/network-file-system.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const mountinfo = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
36 22 0:31 / /home/me/far\\040away rw,nosuid shared:2 master:1 - fuse.sshfs me@host:/data rw,user_id=1000
37 22 0:32 / /mnt/team rw - nfs4 server:/team rw,vers=4.2
38 37 0:33 / /mnt/team/local rw - xfs /dev/sdb rw
39 22 0:34 / /mnt/c rw - 9p drvfs rw,aname=drvfs;path=C:\\;uid=1000
40 22 0:35 / /mnt/sandbox rw - 9p none rw,trans=fd
41 22 0:36 / /media/usb rw - fuseblk /dev/sdc1 rw
`

test.each([
  ['/home/me/project', null],
  ['/home/me/far away/project', 'fuse.sshfs'],
  ['/home/me/far away', 'fuse.sshfs'],
  ['/home/me/far awaybut not', null],
  ['/mnt/team/project', 'nfs4'],
  ['/mnt/team/local/project', null],
  ['/mnt/c/Users/me', 'cifs'],
  ['/mnt/sandbox/work', null],
  ['/media/usb/project', null],
])('on Linux %s lies on %s', (path, expected) => {
  expect(networkMount(linuxMounts(mountinfo), path)).toBe(expected)
})

test('on a Mac a share is told from a disk', () => {
  const mounts = macMounts(`/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//me@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by me)
server:/data on /Volumes/my data (on nfs) (nfs)
`)
  expect(networkMount(mounts, '/Volumes/share/project')).toBe('smbfs')
  expect(networkMount(mounts, '/Volumes/my data (on nfs)/project')).toBe('nfs')
  expect(networkMount(mounts, '/Users/me')).toBe(null)
})

test('a temporary folder is local', () => {
  expect(networkFileSystem(temporaryFolder())).toBe(null)
})
