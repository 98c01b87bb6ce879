import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { ConfigText, Setting } from './config-text.ts';

/** How a file of the cache may come into the workspace. */
export type LinkType = 'reflink' | 'hardlink' | 'symlink' | 'copy';

/** Settings of one remote: `url` and what belongs to its kind. */
export type RemoteSettings = ReadonlyMap<string, string>;

/** What the configuration files of a DVC project say, the nearer over the farther. */
export interface PipelineConfig {
  readonly defaultRemote?: string;
  readonly remotes: ReadonlyMap<string, RemoteSettings>;
  /** Absolute path of the cache. */
  readonly cacheDir: string;
  /** To be tried in turn. */
  readonly linkTypes: readonly LinkType[];
  /** Whether a group writes into the cache. */
  readonly isCacheShared: boolean;
  /** Whether what changes is added to git. */
  readonly isAutostaged: boolean;
  /** Whether the project does without git. */
  readonly isWithoutGit: boolean;
  /** Whether DVC locks by hard links (network file systems) instead of flock. */
  readonly hasHardlinkLock: boolean;
  /** Where the page of plots goes, the page of one's own that they are put into (from `.dvc`), and whether it is opened. */
  readonly plots: { readonly outDir?: string; readonly htmlTemplate?: string; readonly isOpened: boolean };
  /** How a mapping is written out in a command: `--flag` alone or `--no-flag` too; `--k a b` or `--k a --k b`. */
  readonly parsing: { readonly bool: 'store_true' | 'boolean_optional'; readonly list: 'nargs' | 'append' };
}

const LINK_TYPES: readonly LinkType[] = ['reflink', 'hardlink', 'symlink', 'copy'];

/** Merges settings, the later over the earlier, section by section. */
export function mergedConfig(levels: readonly ConfigText[]): ConfigText {
  const merged = new Map<string, Map<string, Setting>>();
  for (const [section, settings] of levels.flatMap((level) => [...level]))
    merged.set(section, new Map([...(merged.get(section) ?? []), ...settings]));
  return merged;
}

/** Gives settings their meaning; a problem where one has a value that DVC refuses. */
export function pipelineConfig(text: ConfigText, defaultCacheDir: string): Result<PipelineConfig> {
  const one = (section: string, key: string): string | undefined => {
    const value = text.get(section)?.get(key);
    return typeof value === 'object' ? value.join(',') : value;
  };
  const wrong: string[] = [];
  const choice = <T extends string>(section: string, key: string, choices: readonly T[]): T | undefined => {
    const value = one(section, key)?.toLowerCase();
    const found = choices.find((known) => known === value);
    if (value !== undefined && found === undefined)
      wrong.push(`${section}.${key} is "${value}"; it takes ${choices.join(', ')}`);
    return found;
  };
  const flag = (section: string, key: string): boolean => choice(section, key, ['true', 'false']) === 'true';
  const types = one('cache', 'type')
    ?.split(',')
    .map((type) => type.trim());
  const unknown = types?.filter((type) => !(LINK_TYPES as readonly string[]).includes(type)) ?? [];
  if (unknown.length > 0)
    wrong.push(`cache.type has "${unknown.join(', ')}"; it takes ${LINK_TYPES.join(', ')}`);
  const remotes = new Map<string, RemoteSettings>();
  for (const [section, settings] of text) {
    const [, name] = /^remote "(.*)"$/.exec(section) ?? [];
    if (name === undefined) continue;
    if (!settings.has('url')) wrong.push(`remote "${name}" has no url`);
    const texts = [...settings].map(([key, value]): [string, string] => [
      key,
      typeof value === 'string' ? value : value.join(','),
    ]);
    remotes.set(name, new Map(texts));
  }
  const remote = one('core', 'remote')?.toLowerCase();
  const [outDir, htmlTemplate] = [one('plots', 'out_dir'), one('plots', 'html_template')];
  const config: PipelineConfig = {
    ...(remote === undefined ? {} : { defaultRemote: remote }),
    remotes,
    cacheDir: one('cache', 'dir') ?? defaultCacheDir,
    // tried in the order in which they were written
    linkTypes: types?.flatMap((type) => LINK_TYPES.find((known) => known === type) ?? []) ?? [
      'reflink',
      'copy',
    ],
    isCacheShared: choice('cache', 'shared', ['group']) === 'group',
    isAutostaged: flag('core', 'autostage'),
    isWithoutGit: flag('core', 'no_scm'),
    hasHardlinkLock: flag('core', 'hardlink_lock'),
    plots: {
      ...(outDir === undefined ? {} : { outDir }),
      ...(htmlTemplate === undefined ? {} : { htmlTemplate }),
      isOpened: flag('plots', 'auto_open'),
    },
    parsing: {
      bool: choice('parsing', 'bool', ['store_true', 'boolean_optional']) ?? 'store_true',
      list: choice('parsing', 'list', ['nargs', 'append']) ?? 'nargs',
    },
  };
  const [first] = wrong;
  if (first === undefined) return ok(config);
  return err(
    problem(
      'E_PIPELINE_CONFIG',
      'the configuration of the project is not understood',
      first,
      'correct it in .dvc/config',
    ),
  );
}
