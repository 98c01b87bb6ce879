import type { Host } from '../../../host/host.ts';
import { problem } from '../../../errors.ts';
import { err, type Result } from '../../../result.ts';
import type { RemoteStore } from '../remote-store.ts';
export function openSsh(_h: Host, _a: unknown, _s: unknown): Result<RemoteStore> {
  return err(problem('E_REMOTE', 'todo'));
}
