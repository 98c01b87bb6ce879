import { join } from 'node:path';
import type { Host } from './host.ts';

/**
 * Where what was learned about a machine is kept from run to run: `$JOULEBOOK_STATE_DIR`, else `$XDG_STATE_HOME/joulebook`, else
 * `~/.local/state/joulebook`; undefined where nobody has a home.
 */
export function stateFolder(host: Host): string | undefined {
  const { env, home } = host;
  const given = env['JOULEBOOK_STATE_DIR'];
  if (given !== undefined && given !== '') return given;
  const state = env['XDG_STATE_HOME'];
  if (state !== undefined && state !== '') return join(state, 'joulebook');
  return home === undefined || home === '' ? undefined : join(home, '.local/state/joulebook');
}

/** The folder of one machine in there. */
export function machineFolder(host: Host, hostId: string): string | undefined {
  const folder = stateFolder(host);
  return folder === undefined ? undefined : join(folder, 'machines', hostId);
}
