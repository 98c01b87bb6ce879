import { readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { isSameMark } from '../content/settled.ts';
import type { RepoPath } from '../model/stage.ts';
import { isMap, type Value, type ValueMap } from '../model/value.ts';
import { readValuesText } from '../params/read-params.ts';

/** The files of parameters and variables of a project, each read once while it looks the same. */
export class ValuesFiles {
  readonly #root: string;
  readonly #read = new Map<string, { readonly stats: Stats; readonly value: Result<Value> }>();

  /** @param root absolute path of the repository. */
  constructor(root: string) {
    this.#root = root;
  }

  /** What a file holds; undefined where it is not there. */
  read(at: RepoPath): Result<Value | undefined> {
    const path = at.startsWith('/') ? at : join(this.#root, at);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return ok(undefined);
    const known = this.#read.get(path);
    if (known !== undefined && isSameMark(known.stats, stats)) return known.value;
    const value = load(path, at);
    this.#read.set(path, { stats, value });
    return value;
  }

  /** The parameters in a file; undefined where it is not there. */
  params(at: RepoPath): Result<ValueMap | undefined> {
    const read = this.read(at);
    if (!read.ok || read.value === undefined) return read as Result<undefined>;
    if (isMap(read.value)) return ok(read.value);
    const fix = 'write parameters as names with values';
    return err(problem('E_PIPELINE_FILE', `'${at}' holds no parameters`, 'it is not a mapping', fix));
  }
}

function load(path: string, at: RepoPath): Result<Value> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE_FILE', `Unable to read parameters from '${at}'`, why, fix));
  }
  return readValuesText(text, at);
}
