import { type Problem, problem } from '../../../errors.ts';
import { findRoot } from '../../../pipeline/project/find-root.io.ts';
import type { ConfigEdit } from '../../../pipeline/project/config-edit.ts';
import { CONFIG_LEVELS, type ConfigLevel } from '../../../pipeline/project/config-level.ts';
import type { ConfigText } from '../../../pipeline/project/config-text.ts';
import { type ConfigChange, editConfig } from '../../../pipeline/project/edit-config.io.ts';
import { readLevels } from '../../../pipeline/project/load-config.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { type LevelFlags, levelNamed } from './config-level.ts';

/** The configuration files of a project, as the commands about remotes use them. */
export class RemoteConfig {
  readonly #context: CliContext;
  readonly #root: string;
  /** The file that the user named. */
  readonly named: ConfigLevel | undefined;

  private constructor(context: CliContext, root: string, named: ConfigLevel | undefined) {
    this.#context = context;
    this.#root = root;
    this.named = named;
  }

  /** Opens the configuration of the project that the user stands in. */
  static open(context: CliContext, flags: LevelFlags): Result<RemoteConfig> {
    const level = levelNamed(flags);
    if (!level.ok) return level;
    const standpoint = findRoot(context.host.cwd);
    return standpoint.ok ? ok(new RemoteConfig(context, standpoint.value.root, level.value)) : standpoint;
  }

  /** What the named file says; what all say where none was named. */
  read(): Result<ConfigText> {
    return this.readLevels(this.named === undefined ? CONFIG_LEVELS : [this.named]);
  }

  /** What some files say, the nearer over the farther. */
  readLevels(levels: readonly ConfigLevel[]): Result<ConfigText> {
    return readLevels(this.#context.host, this.#root, levels);
  }

  /** The file that is changed where none was named: that of the project. */
  get target(): ConfigLevel {
    return this.named ?? 'project';
  }

  /** The files down to the one that is changed, as each may build on those before it. */
  get upToTarget(): readonly ConfigLevel[] {
    return CONFIG_LEVELS.slice(0, CONFIG_LEVELS.indexOf(this.target) + 1);
  }

  /** Changes the file that is meant. */
  edit(edits: readonly ConfigEdit[]): Problem | undefined {
    return this.editAll([{ level: this.target, edits }]);
  }

  /** Changes several files. */
  editAll(changes: readonly ConfigChange[]): Problem | undefined {
    return editConfig(this.#context.host, this.#root, changes);
  }

  /**
   * The same change in the file that is meant and in each that stands over it: what a nearer file adds to a remote, such as its secrets, goes along;
   * and so does the default remote, where it is this one.
   *
   * @param name in lower case.
   * @param to its new name; undefined takes it away.
   */
  changesWithNearer(section: string, name: string, to: string | undefined): Result<readonly ConfigChange[]> {
    const changes: ConfigChange[] = [];
    for (const level of CONFIG_LEVELS.slice(CONFIG_LEVELS.indexOf(this.target))) {
      const read = this.readLevels([level]);
      if (!read.ok) return read;
      const current = read.value.get('core')?.get('remote');
      const isDefault = typeof current === 'string' && current.toLowerCase() === name;
      const core = { section: 'core', key: 'remote' } as const;
      const edits: readonly ConfigEdit[] =
        to === undefined
          ? [{ k: 'remove', section }, ...(isDefault ? [{ k: 'unset', ...core } as const] : [])]
          : [
              { k: 'rename', section, to: sectionOf(to) },
              ...(isDefault ? [{ k: 'set', ...core, value: to } as const] : []),
            ];
      changes.push({ level, edits });
    }
    return ok(changes);
  }
}

/** `remote "name"`. */
export function sectionOf(name: string): string {
  return `remote "${name}"`;
}

/** A name as DVC takes it: in lower case; one that the file could not hold is refused. */
export function remoteName(name: string): Result<string> {
  const fix = 'use letters, digits, - and _';
  if (name.trim() === '' || /["'\]\r\n]/.test(name))
    return err(
      problem(
        'E_PIPELINE_USAGE',
        `'${name}' cannot be the name of a remote`,
        'the file could not hold it',
        fix,
      ),
    );
  return ok(name.toLowerCase());
}

/** What is said where a file that should know a remote does not. */
export function noSuchRemote(name: string, text: ConfigText): Problem {
  const names = remotesIn(text);
  return problem(
    'E_PIPELINE_CONFIG',
    `remote '${name}' doesn't exist.`,
    names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`,
    'see `joulebook remote list`; --local, --global and --system look into other files',
  );
}

/** Names of the remotes in a configuration. */
export function remotesIn(text: ConfigText): readonly string[] {
  return [...text.keys()].flatMap((section) => /^remote "(.*)"$/.exec(section)?.[1] ?? []);
}
