import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { isEntryName, type LeaderboardEntry } from './entry.ts';
import { entryComplaint } from './entry-shape.ts';

/** The file of an entry in its folder. */
export const ENTRY_FILE = 'entry.json';

/** The folder of a task that holds its entries, a folder for each. */
export const ENTRIES = 'entries';

/** An `entry.json` that is longer was not written by us. */
const LONGEST_ENTRY = 4 * 2 ** 20;

/** Names of the entries of a task, in their order; what begins with a dot is none. E_BOOK_READ. */
export function entryNames(task: string): Result<readonly string[]> {
  try {
    const names = readdirSync(join(task, ENTRIES)).filter((name) => !name.startsWith('.'));
    return ok(names.sort());
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return ok([]);
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${join(task, ENTRIES)}`, why, fix));
  }
}

/** Reads the entry in a folder, as it says of itself. No link is followed. E_VERIFY where it is none. */
export function readEntry(folder: string, name: string): Result<LeaderboardEntry> {
  const refuse = (why: string): Result<LeaderboardEntry> =>
    err(problem('E_VERIFY', `${name} is no entry`, `${why}.`));
  if (!isEntryName(name))
    return refuse('A folder of an entry is named in small letters, digits, dots and dashes');
  const file = join(folder, ENTRY_FILE);
  let text: string;
  try {
    if (!lstatSync(folder).isDirectory()) return refuse('It is no folder of its own');
    const stat = lstatSync(file);
    if (!stat.isFile()) return refuse(`${ENTRY_FILE} is no plain file`);
    if (stat.size > LONGEST_ENTRY) return refuse(`${ENTRY_FILE} is longer than ${LONGEST_ENTRY} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(`${ENTRY_FILE} cannot be read: ${whyNot(error).why}`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(`${ENTRY_FILE} is no JSON: ${error.message}`);
  }
  const complaint = entryComplaint(parsed);
  if (complaint !== undefined) return refuse(`In ${ENTRY_FILE} ${complaint}`);
  const entry = parsed as LeaderboardEntry;
  return entry.name === name ? ok(entry) : refuse(`${ENTRY_FILE} names itself ${entry.name}`);
}

/** The first thing in the folder of an entry that is not its own: nobody would look at it. */
export function strangeFile(folder: string, entry: LeaderboardEntry): Problem | undefined {
  const own = new Set([ENTRY_FILE, ...entry.runs.map(({ journal }) => journal.file)]);
  const strange = readdirSync(folder).find((name) => !own.has(name));
  return strange === undefined
    ? undefined
    : problem('E_VERIFY', `${strange} is in its folder and not in the entry`);
}
