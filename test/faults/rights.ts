import { spawnSync } from 'node:child_process';

/**
 * How a test gets a right that not every machine grants. Where it cannot be had the test fails, unless JOULEBOOK_ALLOW_MISSING names it;
 * then it is named in the output.
 */
export function hasRight(name: string, tried: readonly string[]): boolean {
  const [command = '', ...args] = tried;
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return true;
  const why = error?.message ?? stderr.trim();
  const allowed = (process.env['JOULEBOOK_ALLOW_MISSING'] ?? '').split(/[\s,]+/);
  if (!allowed.includes(name)) {
    throw new Error(`${name} is not to be had here (${why}); JOULEBOOK_ALLOW_MISSING=${name} goes without`);
  }
  console.warn(`not tried, as JOULEBOOK_ALLOW_MISSING says: ${name} (${why})`);
  return false;
}

/** Begins a command in which the user may mount: in namespaces of its own. */
export const IN_OWN_MOUNTS = ['unshare', '--map-root-user', '--mount'];

/** Begins a command to which the permissions of files mean something: root's power over them is taken away. */
export const UNDER_PERMISSIONS =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];
