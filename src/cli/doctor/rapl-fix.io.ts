import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../host/make-folder.io.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { readDomains } from '../../meters/rapl/read-domains.io.ts';
import { raplUdevRule } from '../../meters/rapl/udev-rule.ts';
import type { Fix, FixOutcome } from './fix.ts';

/** How long udev may take to put a rule into effect, ms. */
const SETTLE_MS = 3000;
const LOOK_EVERY_MS = 50;
const PROGRAM_MS = 10_000;
/** Where udevadm lives, below the root. */
const FOLDERS = ['usr/bin', 'usr/sbin', 'bin', 'sbin'];
const READABLE_BY_ALL = 0o004;
const READ_BITS = 0o444;

/** The udev rule for the energy counters, where some of them are not readable by everybody; undefined where all are, or there are none. */
export function raplFix(host: Host): Fix | undefined {
  if (closedFiles(host).length === 0) return undefined;
  const rule = raplUdevRule();
  const path = rulePath(host);
  return {
    id: 'rapl-udev-rule',
    what: 'let every user of this machine read the energy counters of the CPU (RAPL)',
    shows: [
      `write ${path}:`,
      ...rule.text
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
      'then run, so that it holds from now on and not only from the next boot:',
      ...rule.apply.map((command) => `  ${command}`),
    ],
    needsRoot: true,
    apply: () => applyRule(host, path),
  };
}

function rulePath({ roots }: Host): string {
  return join(roots.etc, raplUdevRule().path.replace(/^\/etc\//, ''));
}

async function applyRule(host: Host, path: string): Promise<FixOutcome> {
  const { text, apply } = raplUdevRule();
  try {
    makeFolder(dirname(path));
  } catch (error) {
    return { worked: false, said: `cannot make ${dirname(path)}: ${whyNot(error).why}` };
  }
  const failed = writeFileAtomic(path, text, { sync: true });
  if (failed !== undefined) return { worked: false, said: `${failed.what}: ${failed.why ?? ''}` };
  const udevadm = findUdevadm(host);
  const how = udevadm === undefined ? 'there is no udevadm here: the counters were opened by hand' : 'udev';
  if (udevadm !== undefined) {
    for (const command of apply) spawnSync(udevadm, command.split(' ').slice(1), { timeout: PROGRAM_MS });
    await settled(host);
  }
  for (const file of closedFiles(host)) openFile(file); // what udev did not do, e.g. in a container
  const closed = closedFiles(host);
  if (closed.length === 0) {
    const by = udevadm === undefined ? ` (${how}; at the next boot it takes udev)` : '';
    return { worked: true, said: `every user can read the energy counters now${by}; the rule is ${path}` };
  }
  return {
    worked: false,
    said: `the rule is written to ${path}, but ${closed[0] ?? ''} is still closed: is /sys read-only here?`,
  };
}

/** Waits until the rule has opened the counters, as long as udev may take. */
async function settled(host: Host): Promise<void> {
  for (let waited = 0; waited < SETTLE_MS && closedFiles(host).length > 0; waited += LOOK_EVERY_MS) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
}

/** Counters and their ranges that not everybody may read. */
function closedFiles({ roots }: Host): readonly string[] {
  return readDomains(roots.sys)
    .domains.flatMap(({ file }) => [file, join(dirname(file), 'max_energy_range_uj')])
    .filter((file) => {
      try {
        return (statSync(file).mode & READABLE_BY_ALL) === 0;
      } catch {
        return false; // not there: nothing to open
      }
    });
}

function openFile(file: string): void {
  try {
    chmodSync(file, statSync(file).mode | READ_BITS);
  } catch {
    // the look afterwards says that it is still closed
  }
}

function findUdevadm({ roots }: Host): string | undefined {
  return FOLDERS.map((folder) => join(roots.etc, '..', folder, 'udevadm')).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
