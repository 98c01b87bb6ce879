import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { LAUNCHER, type Outcome } from '../../cli/joulebook.ts';
import { projectState } from '../../pipeline/project-state.ts';
import { DvcCommands } from './dvc-commands.ts';

/** Texts of files by path; a path that ends in `*` is made executable. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Makes pairs of equal projects, one for each tool. */
export class TwinMaker {
  readonly dir = mkdtempSync(join(tmpdir(), 'joulebook-twins-'));
  readonly dvc = DvcCommands.start();
  readonly #empty = join(this.dir, 'empty');
  #count = 0;

  /** A DVC project in a git repository, as `dvc init` makes it. */
  async prepare(): Promise<void> {
    mkdirSync(join(this.dir, 'home'));
    mkdirSync(this.#empty);
    execFileSync('git', ['init', '-q', this.#empty]);
    const { code, stderr } = await this.dvc.run(this.#empty, ['init', '-q'], this.env);
    expect(code, stderr).toBe(0);
  }

  get env(): Record<string, string> {
    const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org' };
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: join(this.dir, 'home'),
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      DVC_SITE_CACHE_DIR: join(this.dir, 'site'),
      DVC_NO_ANALYTICS: '1',
      JOULEBOOK_DIR: join(this.dir, 'book'),
      JOULEBOOK_REGISTRY: join(this.dir, 'registry'),
      ...author,
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.org',
    };
  }

  make(files: Files): Twins {
    const dir = join(this.dir, `${this.#count++}`);
    const twins = new Twins(this, join(dir, 'ours'), join(dir, 'theirs'));
    for (const folder of twins.folders) cpSync(this.#empty, folder, { recursive: true });
    twins.write(files);
    return twins;
  }

  close(): void {
    this.dvc.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Two equal projects: joulebook works in the one, DVC in the other. */
export class Twins {
  readonly ours: string;
  readonly theirs: string;
  readonly #maker: TwinMaker;

  constructor(maker: TwinMaker, ours: string, theirs: string) {
    this.#maker = maker;
    this.ours = ours;
    this.theirs = theirs;
  }

  get folders(): readonly [string, string] {
    return [this.ours, this.theirs];
  }

  /** Runs joulebook in our folder, or in another. */
  joulebook(args: readonly string[], folder = this.ours): Outcome {
    const { env } = this.#maker;
    const done = spawnSync(LAUNCHER, args, { cwd: folder, env, encoding: 'utf8', timeout: 300_000 });
    return { code: done.status, stdout: done.stdout, stderr: done.stderr };
  }

  /** Runs DVC in its folder, or in another. */
  dvc(args: readonly string[], folder = this.theirs): Promise<Outcome> {
    return this.#maker.dvc.run(folder, args, this.#maker.env);
  }

  write(files: Files): void {
    this.each((folder) => {
      for (const [name, content] of Object.entries(files)) {
        const path = join(folder, name.replace(/\*$/, ''));
        mkdirSync(dirname(path), { recursive: true });
        rmSync(path, { force: true });
        writeFileSync(path, content);
        if (name.endsWith('*')) chmodSync(path, 0o755);
      }
    });
  }

  /** The same edit in both. */
  each(edit: (folder: string) => void): void {
    for (const folder of this.folders) edit(folder);
  }

  remove(...paths: readonly string[]): void {
    this.each((folder) => {
      for (const path of paths) rmSync(join(folder, path), { recursive: true, force: true });
    });
  }

  /** Replaces text in a file; it must be there. */
  edit(path: string, from: string, to: string): void {
    const text = readFileSync(join(this.ours, path), 'utf8');
    expect(text).toContain(from);
    this.write({ [path]: text.replace(from, to) });
  }

  /**
   * Reproduces both and compares all that they leave, and what they say.
   *
   * @param isOrdered false where there are .dvc files beside each other, which DVC takes in the order of the file system.
   * @returns what each said.
   */
  async repro(
    args: readonly string[] = [],
    code = 0,
    isOrdered = true,
  ): Promise<{ readonly ours: Outcome; readonly theirs: Outcome }> {
    const theirs = await this.dvc(['repro', ...args]);
    const ours = this.joulebook(['repro', ...args]);
    expect(ours.code, `${ours.stderr}\nDVC: ${theirs.stdout}${theirs.stderr}`).toBe(theirs.code);
    expect(ours.code, ours.stderr).toBe(code);
    if (!args.includes('--dry')) this.expectAlike();
    const told = isOrdered
      ? withoutFiles
      : (said: string) =>
          withoutFiles(said)
            .split('\n')
            .filter((line) => line !== '')
            .sort();
    if (code === 0) expect(told(ours.stdout)).toEqual(told(theirs.stdout));
    return { ours, theirs };
  }

  /** Both say the same of both. */
  async status(args: readonly string[] = []): Promise<string> {
    const theirs = await this.dvc(['status', ...args]);
    const said = inOrder(theirs.stdout);
    for (const folder of this.folders) {
      expect(inOrder(this.joulebook(['status', ...args], folder).stdout)).toBe(said);
    }
    expect(inOrder((await this.dvc(['status', ...args], this.ours)).stdout)).toBe(said);
    return theirs.stdout;
  }

  /** Each tool finds what the other did up to date. */
  async expectUpToDate(): Promise<void> {
    expect(await this.status()).toBe('Data and pipelines are up to date.\n');
  }

  /** Ours becomes what theirs is. */
  takeOver(): void {
    rmSync(this.ours, { recursive: true, force: true });
    cpSync(this.theirs, this.ours, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }

  expectAlike(): void {
    expect(projectState(this.ours)).toEqual(projectState(this.theirs));
  }
}

/** What a repro says, but for the files of energy that only ours has, and the order of files, which DVC takes from a set. */
function withoutFiles(said: string): string {
  return said
    .replaceAll('joulebook push', 'dvc push')
    .replace(/^\tgit add (.*)$/mu, (_, files: string) => {
      const names = files.split(' ').filter((name) => !name.endsWith('dvc.energy.json'));
      return `\tgit add ${names.sort().join(' ')}`;
    })
    .replace(/\nTo track the changes with git, run:\n\n\tgit add \n[^]*?autostage true\n/u, '');
}

/** What a status says, stage by stage in a fixed order: DVC takes files in the order of the file system. */
function inOrder(said: string): string {
  return said
    .split(/^(?=\S)/mu)
    .sort()
    .join('');
}
