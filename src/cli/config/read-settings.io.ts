import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { type ConfigFile, resolveSettings, type Settings } from './settings.ts';

/** The name of a settings file, in a project and for a user. */
export const CONFIG_FILE = 'joulebook.yaml';

/** Reads the settings of the folder that the host stands in. Costs a few stat calls where there are no files. */
export async function readSettings(host: Host): Promise<Settings> {
  const files: ConfigFile[] = [];
  const project = findProjectFile(host.cwd);
  if (project !== undefined) files.push(await readConfigFile(project, 'project'));
  const user = userFile(host);
  if (user !== undefined && user !== project && existsSync(user))
    files.push(await readConfigFile(user, 'user'));
  return resolveSettings({ files, env: host.env, resolvePath: resolve });
}

/** The nearest `joulebook.yaml` from the folder up to the root of its git repository; outside of one, only in the folder itself. */
export function findProjectFile(cwd: string): string | undefined {
  const root = gitRoot(cwd) ?? cwd;
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, CONFIG_FILE);
    if (existsSync(path)) return path;
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

/** Where `config set` writes when there is no file of the project yet: the git root, else the folder. */
export function newProjectFile(cwd: string): string {
  return join(gitRoot(cwd) ?? cwd, CONFIG_FILE);
}

/** The user's file, whether it exists or not. */
export function userFile(host: Host): string | undefined {
  const base = host.env['XDG_CONFIG_HOME'];
  if (base !== undefined && base.startsWith('/')) return join(base, 'joulebook', CONFIG_FILE);
  return host.home === undefined ? undefined : join(host.home, '.config', 'joulebook', CONFIG_FILE);
}

function gitRoot(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

async function readConfigFile(path: string, origin: 'project' | 'user'): Promise<ConfigFile> {
  const folder = dirname(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = (error as Error).message;
    return {
      origin,
      path,
      folder,
      entries: [],
      problem: problem('E_CONFIG', `${path} cannot be read`, why, 'Make it readable, or move it away.'),
    };
  }
  const { parseConfigYaml } = await import('./parse-config-yaml.ts');
  return { origin, path, folder, ...parseConfigYaml(text, path) };
}
