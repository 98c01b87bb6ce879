import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { CONFIG_LEVELS, type ConfigLevel } from './config-level.ts';
import { type ConfigText, parseConfigText, type Setting } from './config-text.ts';
import { mergedConfig, type PipelineConfig, pipelineConfig } from './config.ts';

/** Settings that are paths and are written relative to the file in which they stand. */
export const PATH_KEYS: ReadonlySet<string> = new Set([
  'url',
  'credentialpath',
  'configpath',
  'keyfile',
  'cert_path',
  'key_path',
]);

/** The configuration of a project from its files, of which none need be there. */
export function loadConfig(host: Host, root: string): Result<PipelineConfig> {
  const merged = readLevels(host, root, CONFIG_LEVELS);
  return merged.ok ? pipelineConfig(merged.value, join(root, '.dvc', 'cache')) : merged;
}

/** What some levels say, the nearer over the farther, paths as they are from anywhere. */
export function readLevels(host: Host, root: string, levels: readonly ConfigLevel[]): Result<ConfigText> {
  const texts: ConfigText[] = [];
  for (const level of levels) {
    const path = configFile(host, root, level);
    const read = readConfig(path);
    if (!read.ok) return read;
    texts.push(withPaths(read.value, join(path, '..'), host.home ?? '/'));
  }
  return ok(mergedConfig(texts));
}

/** The file of a level, as DVC looks for it. */
export function configFile(host: Host, root: string, level: ConfigLevel): string {
  const { env, home = '/' } = host;
  if (level === 'project') return join(root, '.dvc', 'config');
  if (level === 'local') return join(root, '.dvc', 'config.local');
  const isMac = host.platform === 'darwin';
  if (level === 'system') {
    const shared = isMac
      ? '/Library/Application Support'
      : ((env['XDG_CONFIG_DIRS'] ?? '').split(':')[0] ?? '');
    return join(env['DVC_SYSTEM_CONFIG_DIR'] ?? join(shared === '' ? '/etc/xdg' : shared, 'dvc'), 'config');
  }
  const own = isMac ? join(home, 'Library', 'Application Support') : env['XDG_CONFIG_HOME'];
  const folder = own === undefined || own === '' ? join(home, '.config') : own;
  return join(env['DVC_GLOBAL_CONFIG_DIR'] ?? join(folder, 'dvc'), 'config');
}

/** One configuration file as it stands; none is an empty one. */
export function readConfig(path: string): Result<ConfigText> {
  try {
    return parseConfigText(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (errnoName(error) === 'ENOENT' || errnoName(error) === 'ENOTDIR') return ok(new Map());
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE_CONFIG', `cannot read ${path}`, why, fix));
  }
}

function withPaths(config: ConfigText, folder: string, home: string): ConfigText {
  const isPath = (section: string, key: string): boolean =>
    section === 'cache' ? key === 'dir' : section.startsWith('remote "') && PATH_KEYS.has(key);
  return new Map(
    [...config].map(([section, settings]) => [
      section,
      new Map(
        [...settings].map(([key, value]): [string, Setting] => [
          key,
          isPath(section, key) && typeof value === 'string' ? resolved(value, folder, home) : value,
        ]),
      ),
    ]),
  );
}

function resolved(path: string, folder: string, home: string): string {
  if (/^\w+:\/\//.test(path) || isAbsolute(path)) return path;
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : resolve(folder, path);
}
