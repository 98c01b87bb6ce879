import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Value } from '../model/value.ts';
import { readJson } from '../params/json.ts';
import { hasDataAnchor } from './fill-template.ts';
import { valueOfJson } from './json-value.ts';
import { suffixOf } from './path-text.ts';
import { TEMPLATES } from './templates.ts';

/** A template of Vega-Lite, and the name of the built-in one that it is. */
export interface Template {
  readonly content: Value;
  readonly builtIn?: string;
}

/** Loads a template: one of the project's own in `.dvc/plots`, a file, or one of those that are built in. */
export function loadTemplate(root: string, cwd: string, name = 'linear'): Result<Template> {
  const folder = join(root, '.dvc', 'plots');
  const stem = suffixOf(name) === '' ? name : name.slice(0, -suffixOf(name).length);
  const paths = [join(folder, name), join(folder, `${stem}.json`), resolve(cwd, name)];
  const path = paths.find((one) => existsSync(one) && statSync(one).isFile());
  if (path !== undefined) {
    const content = readJson(readFileSync(path, 'utf8'), path);
    if (!content.ok) return content;
    return hasDataAnchor(content.value) ? ok({ content: content.value }) : err(noData(name));
  }
  const builtIn = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
  return builtIn === undefined ? err(unknown(name)) : ok({ content: valueOfJson(builtIn), builtIn: name });
}

function noData(name: string): Problem {
  return problem(
    'E_PIPELINE',
    `Template '${name}' is not using '<DVC_METRIC_DATA>' anchor`,
    'nothing says where the data goes',
    'write "values": "<DVC_METRIC_DATA>" into it',
  );
}

function unknown(name: string): Problem {
  return problem(
    'E_PIPELINE',
    `Template '${name}' not found.`,
    `neither .dvc/plots nor the path holds it, and these are built in: ${Object.keys(TEMPLATES).join(', ')}`,
    'correct the name',
  );
}
