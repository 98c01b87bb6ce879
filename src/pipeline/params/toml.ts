import { parse, TomlDate, TomlError, type TomlValue } from 'smol-toml';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { keyOf } from '../model/key.ts';
import { Float, Moment, type Value, type ValueMap } from '../model/value.ts';
import { lineOf } from './place-in.ts';

/** Reads TOML; whole numbers stay apart from others, dates and times become {@link Moment}. */
export function readToml(text: string, file: string): Result<ValueMap> {
  try {
    return ok(mapOf(parse(text, { integersAsBigInt: true })));
  } catch (failure) {
    if (!(failure instanceof TomlError)) throw failure;
    const { line, column, message } = failure;
    return err(
      problem(
        'E_PIPELINE_FILE',
        `unable to read: '${file}', TOML file structure is corrupted`,
        message.split('\n')[0],
        'mend the line',
        lineOf(text, file, line, column),
      ),
    );
  }
}

function mapOf(table: Readonly<Record<string, TomlValue>>): ValueMap {
  return new Map(Object.entries(table).map(([key, value]) => [keyOf(key), valueOf(value)]));
}

function valueOf(value: TomlValue): Value {
  if (typeof value === 'number') return new Float(value);
  if (typeof value === 'object') {
    if (value instanceof TomlDate) return momentOf(value);
    return Array.isArray(value) ? value.map(valueOf) : mapOf(value);
  }
  return value;
}

/** As Python's `str` writes it: a space before the time, six digits of a second or none. */
function momentOf(date: TomlDate): Moment {
  const [, day, time, zone = ''] =
    /^(\d+-\d+-\d+)?T?([\d:.]+)?(Z|[-+]\d+:\d+)?$/u.exec(date.toISOString()) ?? [];
  const clock =
    time === undefined ? undefined : time.replace(/\.(\d+)$/u, (_, part: string) => fraction(part));
  const offset = zone === 'Z' ? '+00:00' : zone;
  if (clock === undefined) return new Moment('date', day ?? '');
  return day === undefined ? new Moment('time', clock) : new Moment('datetime', `${day} ${clock}${offset}`);
}

function fraction(digits: string): string {
  return Number(digits) === 0 ? '' : `.${digits.padEnd(6, '0')}`;
}
