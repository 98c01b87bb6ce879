import { type Problem, problem } from '../../errors.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import { parseValue } from '../parse/parse-value.ts';
import type { Origin } from '../spec/spec.ts';
import { NAMES_OF_MAPS } from './budget-entries.ts';
import type { FileEntry } from './file-entry.ts';
import {
  CONFIG_KEY_NAMES,
  type ConfigKey,
  configKeySpec,
  environmentName,
  isConfigKey,
} from './config-keys.ts';

/** One setting with where it comes from. */
export interface Setting {
  /** As the code uses it: J, g, s, g/kWh; undefined where nothing is set. */
  readonly value: unknown;
  /** As its user wrote it. */
  readonly text: string | undefined;
  readonly origin: Origin;
  /** File and line, or the environment variable. */
  readonly where: string | undefined;
}

/** All settings, resolved. */
export interface Settings {
  readonly get: (key: ConfigKey) => Setting;
  /** Settings of `budget` that are for one project, by its name. */
  readonly ofProjects: ReadonlyMap<string, ReadonlyMap<ConfigKey, Setting>>;
  /** The files that were read. */
  readonly files: readonly string[];
  /** What is wrong in files and environment; those entries are left out. */
  readonly problems: readonly Problem[];
}

/** A file as read. */
export interface ConfigFile {
  readonly origin: 'project' | 'user';
  readonly path: string;
  readonly folder: string;
  readonly entries: readonly FileEntry[];
  /** Why it could not be read. */
  readonly problem?: Problem;
}

/** What settings are made from, besides options, which each command reads itself. */
export interface SettingsInput {
  /** In rising order. */
  readonly files: readonly ConfigFile[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Makes a path of a file's entry absolute. */
  readonly resolvePath: (folder: string, path: string) => string;
}

/** Joins files and environment, each later source above the ones before. */
export function resolveSettings({ files, env, resolvePath }: SettingsInput): Settings {
  const values = new Map<ConfigKey, Setting>();
  const ofProjects = new Map<string, Map<ConfigKey, Setting>>();
  const valuesFor = (project: string | undefined): Map<ConfigKey, Setting> => {
    if (project === undefined) return values;
    const own = ofProjects.get(project) ?? new Map<ConfigKey, Setting>();
    ofProjects.set(project, own);
    return own;
  };
  const problems: Problem[] = [];
  for (const file of files) {
    if (file.problem !== undefined) problems.push(file.problem);
    for (const entry of file.entries)
      addFileEntry(valuesFor(entry.project), problems, file, entry, resolvePath);
  }
  for (const key of CONFIG_KEY_NAMES) {
    const name = environmentName(key);
    const text = env[name];
    if (text === undefined || text === '') continue;
    const parsed = parseValue(text, configKeySpec(key), name);
    if (parsed.ok) values.set(key, { value: parsed.value, text, origin: 'environment', where: name });
    else
      problems.push({
        ...parsed.error,
        code: 'E_CONFIG',
        why: [`It is an environment variable.`, parsed.error.why].filter(Boolean).join(' '),
      });
  }
  return {
    files: files.map(({ path }) => path),
    problems,
    ofProjects,
    get: (key) => values.get(key) ?? defaultOf(key),
  };
}

/** Settings without files and environment. */
export const NO_SETTINGS: Settings = { files: [], problems: [], ofProjects: new Map(), get: defaultOf };

function defaultOf(key: ConfigKey): Setting {
  const spec = configKeySpec(key);
  if (spec.default === undefined)
    return { value: undefined, text: undefined, origin: 'default', where: undefined };
  const parsed = parseValue(spec.default, spec, key);
  if (!parsed.ok) throw new Error(`the default of ${key} is malformed: ${parsed.error.what}`);
  return { value: parsed.value, text: spec.default, origin: 'default', where: undefined };
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === '~' || value === 'null';
}

/** What may be set for one project. */
const PER_PROJECT: readonly ConfigKey[] = ['budget.energy', 'budget.carbon', 'budget.cost', 'budget.enforce'];

function addFileEntry(
  values: Map<ConfigKey, Setting>,
  problems: Problem[],
  file: ConfigFile,
  entry: FileEntry,
  resolvePath: SettingsInput['resolvePath'],
): void {
  const { key, value } = entry;
  if (!isConfigKey(key) || (entry.project !== undefined && !PER_PROJECT.includes(key))) {
    if (NAMES_OF_MAPS.includes(key) && isNothing(value)) return; // its entries were taken out
    const known = entry.project === undefined ? CONFIG_KEY_NAMES : PER_PROJECT;
    const meant = didYouMeanText(key, known) ?? `Settings are ${known.join(', ')}.`;
    problems.push(problem('E_CONFIG', `unknown setting "${key}"`, undefined, meant, entry.keyAt));
    return;
  }
  // `region:` with nothing behind it says nothing.
  if (isNothing(value)) return;
  if (typeof value === 'object') {
    const example = configKeySpec(key).example;
    problems.push(
      problem(
        'E_CONFIG',
        `${key}: one value is asked for`,
        `A ${Array.isArray(value) ? 'list' : 'map'} stands there.`,
        `Write e.g. \`${key}: ${example}\`.`,
        entry.valueAt,
      ),
    );
    return;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const spec = configKeySpec(key);
  const parsed = parseValue(text, spec, `${key}:`);
  if (!parsed.ok) {
    problems.push({ ...parsed.error, code: 'E_CONFIG', at: entry.valueAt });
    return;
  }
  const line = entry.keyAt.line === undefined ? '' : `:${entry.keyAt.line}`;
  values.set(key, {
    value: spec.kind === 'path' ? resolvePath(file.folder, text) : parsed.value,
    text,
    origin: file.origin,
    where: `${file.path}${line}`,
  });
}
