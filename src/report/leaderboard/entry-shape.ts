import { isRunId } from '../../book/run-id.ts';
import { isCount, isWorkUnit } from '../../book/work-unit.ts';
import { isEntryName } from './entry.ts';

type Json = Readonly<Record<string, unknown>>;

/** Most runs of an entry, and the longest journal that is unpacked, bytes: what is read was made by others. */
export const MOST_RUNS = 1000;
export const LONGEST_JOURNAL = 512 * 2 ** 20;

/**
 * Why a parsed `entry.json` is no entry; undefined where it is one. It is looked at whole, so that nothing behind it meets a text where a number should stand.
 */
export function entryComplaint(value: unknown): string | undefined {
  if (!isObject(value)) return 'it is no object';
  if (value['schema'] !== 'joulebook.leaderboard-entry/1')
    return `its schema is ${JSON.stringify(value['schema'])}, not "joulebook.leaderboard-entry/1"`;
  const { name, by, note, runs, carbon, configuration, commits } = value;
  if (typeof name !== 'string' || !isEntryName(name)) return 'its name is not one that an entry may have';
  if (typeof by !== 'string' || by.trim() === '') return 'it does not say whose it is: by';
  if (note !== undefined && typeof note !== 'string') return 'its note is no text';
  if (typeof value['metricName'] !== 'string') return 'its metricName is no text';
  if (!isConfiguration(configuration)) return 'its configuration is none';
  if (!isMachine(value['machine'])) return 'its machine is none';
  if (!isTexts(commits)) return 'its commits are no texts';
  if (!isGrade(value['grade'])) return 'its grade is none';
  for (const key of ['metric', 'durationS']) if (!isMean(value[key])) return `its ${key} is no mean`;
  if (!isMean(value['energy']) || !isEstimate((value['energy'] as Json)['estimate']))
    return 'its energy is no mean of estimates';
  if (carbon !== null && !(isMean(carbon) && isEstimate((carbon as Json)['estimate'])))
    return 'its carbon is no mean of estimates';
  if (!isPerWork(value['perWork'])) return 'its perWork is no mean of estimates';
  if (!Array.isArray(runs) || runs.length === 0) return 'it has no runs';
  if (runs.length > MOST_RUNS) return `it has more than ${MOST_RUNS} runs`;
  for (const [i, run] of runs.entries()) {
    const wrong = runComplaint(run);
    if (wrong !== undefined) return `of its run ${i + 1} ${wrong}`;
  }
  return undefined;
}

function runComplaint(run: unknown): string | undefined {
  if (!isObject(run)) return 'there is no object';
  const { id, seed, journal, grid } = run;
  if (typeof id !== 'string' || !isRunId(id)) return 'the id is none';
  if (seed !== null && typeof seed !== 'string') return 'the seed is no text';
  if (grid !== null && typeof grid !== 'string') return 'the grid is no text';
  for (const key of ['startedAt', 'trackerVersion'])
    if (typeof run[key] !== 'string') return `the ${key} is no text`;
  for (const key of ['durationS', 'metric']) if (!isNumber(run[key])) return `the ${key} is no number`;
  for (const key of ['energy', 'carbon']) if (!isEstimate(run[key])) return `the ${key} is no estimate`;
  if (!isGrade(run['grade'])) return 'the grade is none';
  if (!isDone(run['done'])) return 'what it has done are no counts';
  if (!isObject(journal)) return 'the journal is not named';
  const { file, sha256, bytes } = journal;
  // The name is the run's and nothing else: no path leads out of the folder.
  if (file !== journalName(id)) return `the journal is not named ${journalName(id)}`;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return 'the sha256 is none';
  if (!Number.isSafeInteger(bytes) || (bytes as number) < 1) return 'the length of the journal is none';
  if ((bytes as number) > LONGEST_JOURNAL) return `the journal is longer than ${LONGEST_JOURNAL} bytes`;
  return undefined;
}

/** The file that holds the journal of a run. */
export function journalName(id: string): string {
  return `${id}.jsonl.gz`;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || isNumber(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isGrade(value: unknown): boolean {
  return value === 'A' || value === 'B' || value === 'C' || value === 'D';
}

function isMean(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { n } = value;
  return (
    isNumberOrNull(value['value']) && isNumberOrNull(value['se']) && Number.isSafeInteger(n) && Number(n) > 0
  );
}

function isEstimate(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { low, high, unit, errors } = value;
  return (
    [value['value'], low, high].every(isNumberOrNull) &&
    typeof unit === 'string' &&
    isObject(errors) &&
    Object.values(errors).every(
      (spread) =>
        isNumber(spread) || (Array.isArray(spread) && spread.length === 2 && spread.every(isNumber)),
    )
  );
}

function isPerWork(value: unknown): boolean {
  if (value === undefined) return true;
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([unit, mean]) => isWorkUnit(unit) && isMean(mean) && isEstimate((mean as Json)['estimate']),
    )
  );
}

function isDone(value: unknown): boolean {
  return value === undefined || (isObject(value) && Object.values(value).every(isCount));
}

function isConfiguration(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { params } = value;
  return (
    ['project', 'kind', 'command', 'machine'].every((key) => typeof value[key] === 'string') &&
    isObject(params) &&
    Object.values(params).every((each) => each === null || typeof each !== 'object')
  );
}

function isMachine(value: unknown): boolean {
  if (value === null) return true;
  if (!isObject(value)) return false;
  const { cpu, sockets, gpus, instanceType } = value;
  return (
    typeof cpu === 'string' &&
    isNumber(sockets) &&
    isTexts(gpus) &&
    (instanceType === undefined || typeof instanceType === 'string')
  );
}
