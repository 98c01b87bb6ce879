import type { Host } from '../../../host/host.ts';
import { ok, type Result } from '../../../result.ts';
import type { RemoteSettings } from '../../project/config.ts';
import type { RemoteStore } from '../remote-store.ts';
import { SftpFiles } from './sftp-files.io.ts';
import { SftpSession } from './sftp-session.io.ts';
import type { SshPlace } from './ssh-command.ts';
import { SshStore } from './ssh-store.io.ts';

/** Opens a folder of another machine through the system's ssh. */
export function openSsh(
  host: Host,
  place: SshPlace & { readonly folder: string },
  settings: RemoteSettings,
): Result<RemoteStore> {
  return ok(new SshStore(new SftpFiles(new SftpSession(host, place, settings)), place.folder));
}
