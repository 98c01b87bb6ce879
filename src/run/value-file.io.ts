import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Scalar } from '../book/journal-event.ts';
import { type Place, type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { jsonFault } from './json-fault.ts';

/** Reads named values, parameters or metrics, from a JSON, YAML or TOML file; nested names are joined by dots, lists become indexed names. */
export async function readValueFile(path: string): Promise<Result<Readonly<Record<string, Scalar>>>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (failure) {
    return err(
      problem('E_PARAMS', `the file ${path} cannot be read`, (failure as Error).message, 'check the path'),
    );
  }
  const parsed = await parse(path, text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return err(
      bad(path, 'it holds no names with values', {
        file: path,
        line: 1,
        column: 1,
        text: text.split('\n')[0] ?? '',
      }),
    );
  }
  const params: Record<string, Scalar> = {};
  flatten(value, '', params);
  return ok(params);
}

async function parse(path: string, text: string): Promise<Result<unknown>> {
  switch (extname(path).toLowerCase()) {
    case '.json':
      return parseJson(path, text);
    case '.toml':
      return parseToml(path, text);
    default:
      return parseYaml(path, text);
  }
}

function parseJson(path: string, text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch (failure) {
    const { message } = failure as Error;
    const why = message.replace(/ in JSON at position.*$/su, '').replace(/, (?:\.\.\.)?".*$/su, '');
    return err(bad(path, why, placeAt(path, text, jsonFault(text) ?? text.length)));
  }
}

async function parseToml(path: string, text: string): Promise<Result<unknown>> {
  const { parse: parseText, TomlError } = await import('smol-toml');
  try {
    return ok(parseText(text));
  } catch (failure) {
    if (!(failure instanceof TomlError)) throw failure;
    const { line, column } = failure;
    const why = failure.message.split('\n')[0] ?? failure.message;
    return err(
      bad(path, why, { file: path, line, column, text: text.split('\n')[line - 1] ?? '', length: 1 }),
    );
  }
}

async function parseYaml(path: string, text: string): Promise<Result<unknown>> {
  const { load, YAMLException } = await import('js-yaml');
  try {
    return ok(load(text, { filename: path }));
  } catch (failure) {
    if (!(failure instanceof YAMLException)) throw failure;
    const line = (failure.mark?.line ?? 0) + 1;
    const column = (failure.mark?.column ?? 0) + 1;
    return err(
      bad(path, failure.reason, {
        file: path,
        line,
        column,
        text: text.split('\n')[line - 1] ?? '',
        length: 1,
      }),
    );
  }
}

function placeAt(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  const line = before.length;
  return {
    file,
    line,
    column: (before.at(-1)?.length ?? 0) + 1,
    text: text.split('\n')[line - 1] ?? '',
    length: 1,
  };
}

function bad(path: string, why: string, at: Place): Problem {
  return problem('E_PARAMS', `${path} cannot be parsed`, why, 'mend the line, or leave the option out', at);
}

function flatten(value: unknown, name: string, into: Record<string, Scalar>): void {
  if (value instanceof Date) into[name] = value.toISOString();
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value))
      flatten(member, name === '' ? key : `${name}.${key}`, into);
  } else if (value === null || typeof value === 'string' || typeof value === 'boolean') into[name] = value;
  else if (typeof value === 'number' || typeof value === 'bigint') into[name] = Number(value);
}
