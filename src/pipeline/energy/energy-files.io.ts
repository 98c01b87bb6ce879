import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import type { RunKey } from '../lock/run-key.ts';
import type { RepoPath, Stage } from '../model/stage.ts';
import { parseStageRecord, parseStageRecords, recordText, stageRecordsText } from './stage-record-text.ts';
import type { StageRecord } from './stage-record.ts';

/**
 * The records of what stages took. Each lies in the cache under the hashes of its result, which whoever shares the cache finds, and in `dvc.energy.json`
 * beside dvc.lock, which git carries along. DVC sees neither.
 */
export class EnergyFiles {
  readonly #root: string;
  readonly #cacheDir: string;
  readonly #beside = new Map<RepoPath, Map<string, StageRecord>>();
  /** What is to stand for which stage, by file. */
  readonly #changed = new Map<RepoPath, Map<string, StageRecord | undefined>>();

  /** @param root absolute path of the repository. */
  constructor(root: string, cacheDir: string) {
    this.#root = root;
    this.#cacheDir = cacheDir;
  }

  /** What it took to compute this result; undefined where nobody measured it. */
  find(stage: Pick<Stage, 'file' | 'name'>, { key, value }: RunKey): StageRecord | undefined {
    const beside = this.#of(stage.file).get(stage.name);
    if (beside?.key === key && beside.value === value) return beside;
    return parseStageRecord(textOf(this.#pathOf({ key, value })) ?? '');
  }

  /** What the same work took before, whatever came of it; the forecast of what it will take. The latest of several. */
  findWork({ file, name }: Pick<Stage, 'file' | 'name'>, key: string | undefined): StageRecord | undefined {
    const folder = key === undefined ? undefined : join(this.#cacheDir, 'energy', key.slice(0, 2), key);
    const known = (folder === undefined ? [] : namesIn(folder)).flatMap(
      (name) => parseStageRecord(textOf(join(folder ?? '', name)) ?? '') ?? [],
    );
    const [latest] = known.sort((a, b) => b.at.localeCompare(a.at));
    return latest ?? this.#of(file).get(name);
  }

  /** Keeps a new record in the cache. A problem where it takes nothing; the work itself is not lost by that. */
  keep(record: StageRecord): Problem | undefined {
    return written(this.#pathOf(record), `${recordText(record)}\n`);
  }

  /** Lets the record of what a stage holds now stand beside its dvc.lock, once it is {@link flush}ed. */
  stand({ file, name }: Pick<Stage, 'file' | 'name'>, record: StageRecord | undefined): void {
    const records = this.#of(file);
    const before = records.get(name);
    if (before?.value === record?.value && before?.run === record?.run) return;
    apply(records, name, record);
    const changed = this.#changed.get(file) ?? new Map<string, StageRecord | undefined>();
    this.#changed.set(file, changed.set(name, record));
  }

  /** Writes what has changed beside dvc.lock; what another process wrote meanwhile stays. @returns the files, and the first problem. */
  flush(): { readonly files: readonly RepoPath[]; readonly failed?: Problem } {
    const files: RepoPath[] = [];
    let failed: Problem | undefined;
    for (const [file, changed] of this.#changed) {
      const at = besideOf(file);
      const records = parseStageRecords(textOf(join(this.#root, at)) ?? '');
      for (const [name, record] of changed) apply(records, name, record);
      this.#beside.set(file, records);
      const why = written(join(this.#root, at), stageRecordsText(records));
      if (why === undefined) files.push(at);
      failed ??= why;
    }
    this.#changed.clear();
    return { files, ...(failed === undefined ? {} : { failed }) };
  }

  #of(file: RepoPath): Map<string, StageRecord> {
    let records = this.#beside.get(file);
    if (records === undefined) {
      records = parseStageRecords(textOf(join(this.#root, besideOf(file))) ?? '');
      this.#beside.set(file, records);
    }
    return records;
  }

  #pathOf({ key, value }: RunKey): string {
    return join(this.#cacheDir, 'energy', key.slice(0, 2), key, `${value}.json`);
  }
}

function apply(records: Map<string, StageRecord>, name: string, record: StageRecord | undefined): void {
  if (record === undefined) records.delete(name);
  else records.set(name, record);
}

/** `sub/dvc.energy.json` of `sub/dvc.yaml`. */
export function besideOf(file: RepoPath): RepoPath {
  return file.replace(/dvc\.yaml$/, 'dvc.energy.json');
}

function written(path: string, text: string): Problem | undefined {
  try {
    makeFolder(join(path, '..'));
  } catch {
    // writing into it tells what is wrong
  }
  return writeFileAtomic(path, text);
}

function textOf(path: string): string | undefined {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return existsSync(folder) ? readdirSync(folder) : [];
  } catch {
    return [];
  }
}
