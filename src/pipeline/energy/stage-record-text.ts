import { byCodePoints } from '../values/code-points.ts';
import type { StageRecord } from './stage-record.ts';

/** Reads one record; undefined where the text is none, or damaged. */
export function parseStageRecord(text: string): StageRecord | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return isStageRecord(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a `dvc.energy.json`; what in it is no record is left out. Of one that git could not merge, the lines that are whole are taken. */
export function parseStageRecords(text: string): Map<string, StageRecord> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return wholeLines(text);
  }
  if (!isObject(data) || !isObject(data['stages'])) return new Map();
  return new Map(
    Object.entries(data['stages']).flatMap(([name, record]): [string, StageRecord][] =>
      isStageRecord(record) ? [[name, record]] : [],
    ),
  );
}

function wholeLines(text: string): Map<string, StageRecord> {
  const records = new Map<string, StageRecord>();
  for (const line of text.split('\n')) {
    const [, member] = /^ {4}(".*\})(?:,)?\r?$/.exec(line) ?? [];
    if (member !== undefined)
      for (const [name, record] of parseStageRecords(`{"stages":{${member}}}`)) records.set(name, record);
  }
  return records;
}

/** Writes a `dvc.energy.json`: stages sorted by name, one to a line, so that git shows and merges them stage by stage. */
export function stageRecordsText(records: ReadonlyMap<string, StageRecord>): string {
  const lines = [...records]
    .sort(([a], [b]) => byCodePoints(a, b))
    .map(([name, record]) => `    ${JSON.stringify(name)}: ${recordText(record)}`);
  return `{\n  "schema": "joulebook.stages/1",\n  "stages": {\n${lines.join(',\n')}\n  }\n}\n`;
}

const DIGITS = 7;

/** A record on one line. More digits than a measurement has only make the file large. */
export function recordText(record: StageRecord): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value,
  );
}

function isStageRecord(data: unknown): data is StageRecord {
  if (!isObject(data) || data['schema'] !== 'joulebook.stage/1') return false;
  const { key, value, energy, components, carbon, durationS, run, at, machine } = data;
  return (
    [key, value, run, at].every((text) => typeof text === 'string') &&
    typeof durationS === 'number' &&
    isObject(machine) &&
    isObject(components) &&
    isObject(energy) &&
    [energy['chips'], energy['wall'], energy['facility'], carbon].every(isEstimate)
  );
}

function isEstimate(data: unknown): boolean {
  return (
    isObject(data) &&
    isObject(data['errors']) &&
    typeof data['unit'] === 'string' &&
    ['value', 'low', 'high'].every((name) => data[name] === null || typeof data[name] === 'number')
  );
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
