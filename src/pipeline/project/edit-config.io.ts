import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { type ConfigEdit, editedConfig } from './config-edit.ts';
import { type ConfigText, parseConfigText } from './config-text.ts';
import { mergedConfig, pipelineConfig } from './config.ts';
import { CONFIG_LEVELS, type ConfigLevel } from './config-level.ts';
import { configFile, PATH_KEYS, readConfig } from './load-config.io.ts';

/** Changes of the configuration file of one level. */
export interface ConfigChange {
  readonly level: ConfigLevel;
  readonly edits: readonly ConfigEdit[];
}

/**
 * Changes configuration files. Nothing is written where the configuration would not be understood any more, unless it is not understood now.
 *
 * @param root absolute path of the repository.
 */
export function editConfig(host: Host, root: string, changes: readonly ConfigChange[]): Problem | undefined {
  const before = new Map<ConfigLevel, string>();
  const after = new Map<ConfigLevel, string>();
  for (const { level, edits } of changes) {
    const path = configFile(host, root, level);
    const text = textOf(path);
    if (!text.ok) return text.error;
    before.set(level, text.value);
    const changed = edits.reduce(
      (whole, edit) => editedConfig(whole, withRelativePath(edit, host, path)),
      after.get(level) ?? text.value,
    );
    after.set(level, changed);
  }
  const wrong = whatIsWrong(host, root, after);
  if (wrong !== undefined && whatIsWrong(host, root, before) === undefined) return wrong;
  for (const [level, text] of after) {
    const failed = text === before.get(level) ? undefined : written(configFile(host, root, level), text);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

function written(path: string, text: string): Problem | undefined {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    const { why, fix } = whyNot(error);
    return problem('E_PIPELINE_CONFIG', `cannot write ${path}`, why, fix);
  }
  return writeFileAtomic(path, text);
}

/** A path of this machine is kept as it is seen from the file that it stands in. */
function withRelativePath(edit: ConfigEdit, { cwd }: Host, file: string): ConfigEdit {
  if (edit.k !== 'set' || !edit.section.startsWith('remote "') || !PATH_KEYS.has(edit.key)) return edit;
  const { value } = edit;
  if (/^\w[\w+.-]*:\/\//.test(value) || isAbsolute(value) || /^~(?:\/|$)/.test(value)) return edit;
  return { ...edit, value: relative(dirname(file), resolve(cwd, value)).split(sep).join('/') };
}

function whatIsWrong(host: Host, root: string, texts: ReadonlyMap<ConfigLevel, string>): Problem | undefined {
  const levels: ConfigText[] = [];
  for (const level of CONFIG_LEVELS) {
    const path = configFile(host, root, level);
    const text = texts.get(level);
    const read = text === undefined ? readConfig(path) : parseConfigText(text, path);
    if (!read.ok) return read.error;
    levels.push(read.value);
  }
  const config = pipelineConfig(mergedConfig(levels), '');
  return config.ok ? undefined : config.error;
}

function textOf(path: string): Result<string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return ok('');
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE_CONFIG', `cannot read ${path}`, why, fix));
  }
}
