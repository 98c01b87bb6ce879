import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../host/make-folder.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { lockFile } from '../../host/lock.io.ts';
import { machineFolder } from '../../host/state-folder.io.ts';
import type { Calibration } from './calibration.ts';
import { isCalibration } from './calibration-shape.ts';

const SCHEMA = 'joulebook.calibrations/1';
const LOCK_MS = 2000;

/** The calibrations of a machine, oldest first. */
export interface StoredCalibrations {
  readonly calibrations: readonly Calibration[];
  /** Why the file, or a part of it, is not used. */
  readonly problem?: Problem;
}

/** Reads this machine's calibrations; what is not whole is left out and said. */
export function readCalibrations(host: Host, hostId: string): StoredCalibrations {
  const path = calibrationsPath(host, hostId);
  if (path === undefined) return { calibrations: [] };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoName(error) === 'ENOENT' || errnoName(error) === 'ENOTDIR') return { calibrations: [] };
    return { calibrations: [], problem: unreadable(path, whyNot(error).why) };
  }
  if (text === '') return { calibrations: [] }; // made by a lock, and nothing was saved
  let file: { schema?: unknown; calibrations?: unknown } | null;
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    return { calibrations: [], problem: unreadable(path, 'it is no JSON') };
  }
  if (file?.schema !== SCHEMA || !Array.isArray(file.calibrations))
    return { calibrations: [], problem: unreadable(path, `it is not of the schema ${SCHEMA}`) };
  const all: readonly unknown[] = file.calibrations;
  const calibrations = all.filter(isCalibration);
  const lost = all.length - calibrations.length;
  if (lost === 0) return { calibrations };
  return { calibrations, problem: unreadable(path, `${lost} of its ${all.length} entries are not whole`) };
}

/** Keeps a calibration: it is the newest. */
export function addCalibration(host: Host, hostId: string, calibration: Calibration): Problem | undefined {
  return change(host, hostId, (all) => [...all, calibration]);
}

/** Forgets a calibration; `found` is false where there is none of this id. */
export function removeCalibration(
  host: Host,
  hostId: string,
  id: string,
): { readonly found: boolean; readonly problem?: Problem } {
  let found = false;
  const failed = change(host, hostId, (all) => {
    const kept = all.filter((one) => one.id !== id);
    found = kept.length < all.length;
    return kept;
  });
  return failed === undefined ? { found } : { found, problem: failed };
}

/** A new id, e.g. `2026-05-01-k3f9`. */
export function newCalibrationId(host: Host): string {
  const day = new Date(host.clock.wallMs()).toISOString().slice(0, 10);
  const rest = Math.floor(host.random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${day}-${rest}`;
}

/** Where they are kept; undefined where nobody has a home. */
export function calibrationsPath(host: Host, hostId: string): string | undefined {
  const folder = machineFolder(host, hostId);
  return folder === undefined ? undefined : join(folder, 'calibrations.json');
}

function change(
  host: Host,
  hostId: string,
  edit: (all: readonly Calibration[]) => readonly Calibration[],
): Problem | undefined {
  const path = calibrationsPath(host, hostId);
  if (path === undefined) {
    const why = 'neither HOME nor XDG_STATE_HOME nor JOULEBOOK_STATE_DIR is set';
    return problem(
      'E_OUTPUT',
      'there is no place to keep calibrations',
      why,
      'set JOULEBOOK_STATE_DIR to a folder',
    );
  }
  try {
    makeFolder(dirname(path));
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_OUTPUT', `cannot make the folder ${dirname(path)}`, why, fix);
  }
  const lock = lockFile(path, { timeoutMs: LOCK_MS });
  if (!lock.ok) return lock.error;
  try {
    const before = readCalibrations(host, hostId);
    // A file that we do not understand is somebody's: it is not written over.
    if (before.problem !== undefined) return before.problem;
    const calibrations = edit(before.calibrations);
    const text = `${JSON.stringify({ schema: SCHEMA, calibrations }, null, 2)}\n`;
    return writeFileAtomic(path, text, { sync: true });
  } finally {
    lock.value.release();
  }
}

function unreadable(path: string, why: string): Problem {
  return problem(
    'E_CONFIG',
    `the calibrations in ${path} are not all used`,
    why,
    'mend the file or remove it, and calibrate anew',
  );
}
