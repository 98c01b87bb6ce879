import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../host/make-folder.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { CONFIG_KEY_NAMES, type ConfigKey, configKeySpec, isConfigKey } from '../config/config-keys.ts';
import { findProjectFile, newProjectFile, readSettings, userFile } from '../config/read-settings.io.ts';
import type { Setting, Settings } from '../config/settings.ts';
import type { CliContext } from '../context.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import { renderTable } from '../output/table.ts';
import { parseValue } from '../parse/parse-value.ts';
import type { CONFIG } from '../spec/setup-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `config list|get|set`. */
export async function run(context: CliContext, input: InputOf<typeof CONFIG>): Promise<number> {
  const { action = 'list', key, value } = input.arguments;
  if (action === 'list') return await list(context);
  if (key === undefined) {
    return context.fail(
      problem(
        'E_USAGE',
        `config ${action}: KEY is missing`,
        undefined,
        `Settings are ${CONFIG_KEY_NAMES.join(', ')}.`,
      ),
    );
  }
  if (!isConfigKey(key)) {
    const ofProject = key.startsWith('budget.projects.');
    if (ofProject && action === 'get') return await getOfProject(context, key);
    if (ofProject)
      return context.fail(problem('E_USAGE', `${key} is not set by this command`, OF_PROJECTS, IN_FILE));
    const meant = didYouMeanText(key, CONFIG_KEY_NAMES) ?? `Settings are ${CONFIG_KEY_NAMES.join(', ')}.`;
    return context.fail(problem('E_USAGE', `unknown setting "${key}"`, undefined, meant));
  }
  return action === 'get' ? await get(context, key) : await set(context, key, value, input.options.user);
}

/** Settings with what is wrong in them told as warnings: this is the command to find out with. */
async function settings(context: CliContext): Promise<Settings> {
  const read = await readSettings(context.host);
  for (const wrong of read.problems) context.warn(wrong);
  return read;
}

async function list(context: CliContext): Promise<number> {
  const read = await settings(context);
  const rows = [
    ...CONFIG_KEY_NAMES.map((key) => ({ key: key as string, ...describe(key, read.get(key)) })),
    ...ofProjects(read),
  ];
  if (context.json) return context.succeed({ settings: rows, files: read.files });
  const dash = context.unicode ? '—' : '-';
  const cells = rows.map(({ key, text, origin, where }) => [
    key,
    text ?? dash,
    text === null ? '' : origin === 'default' ? 'default' : (where ?? origin),
  ]);
  const lines = renderTable(
    [{ title: 'SETTING' }, { title: 'VALUE', keep: true }, { title: 'FROM', keep: true }],
    cells,
    { width: context.columns, unicode: context.unicode, paintTitle: context.style.bold },
  );
  context.out(`${lines.join('\n')}\n`);
  return 0;
}

const OF_PROJECTS = 'Settings of single projects stand in a map.';
const IN_FILE = 'Write it in joulebook.yaml: `budget:`, in it `projects:`, in it the name of the project.';

async function getOfProject(context: CliContext, key: string): Promise<number> {
  const found = ofProjects(await settings(context)).find((one) => one.key === key);
  if (found === undefined)
    return context.fail(problem('E_NOT_FOUND', `${key} is not set`, undefined, IN_FILE));
  if (context.json) return context.succeed(found);
  context.out(`${found.text ?? ''}\n`);
  return 0;
}

/** Settings for single projects, by the path at which they stand. */
function ofProjects({
  ofProjects: all,
}: Settings): readonly ({ readonly key: string } & ReturnType<typeof describe>)[] {
  return [...all].flatMap(([project, settings]) =>
    [...settings].map(([key, setting]) => ({
      key: key.replace('.', `.projects.${project}.`),
      ...describe(key, setting),
    })),
  );
}

async function get(context: CliContext, key: ConfigKey): Promise<number> {
  const setting = describe(key, (await settings(context)).get(key));
  if (setting.text === null) {
    return context.fail(
      problem(
        'E_NOT_FOUND',
        `${key} is not set`,
        'It has no default.',
        `Set it: joulebook config set ${key} "${configKeySpec(key).example}"`,
      ),
    );
  }
  if (context.json) return context.succeed({ key, ...setting });
  context.out(`${setting.text}\n`);
  if (!context.quiet && context.isTTY)
    context.err(context.errStyle.dim(`from ${setting.where ?? setting.origin}\n`));
  return 0;
}

/** What stands in the place of a key or a password. */
const HIDDEN = '***';

function describe(
  key: ConfigKey,
  { text, value, origin, where }: Setting,
): {
  readonly text: string | null;
  readonly value: unknown;
  readonly origin: string;
  readonly where: string | null;
} {
  if (configKeySpec(key).secret === true && text !== undefined)
    return { text: HIDDEN, value: HIDDEN, origin, where: where ?? null };
  return { text: text ?? null, value: value ?? null, origin, where: where ?? null };
}

/** What is wrong with a region; what was taken for granted in reading it is told. */
async function regionIn(context: CliContext, text: string): Promise<Problem | undefined> {
  const [{ matchPlace }, { regionProblem }] = await Promise.all([
    import('../../grid/places.io.ts'),
    import('../../grid/region-problem.ts'),
  ]);
  const match = matchPlace(context.host, text);
  if (match.kind === 'found' && match.note !== undefined && !context.quiet && !context.json)
    context.err(`${match.note}\n`);
  return regionProblem(text, match);
}

/** What is wrong with a text that names something, where only tables can tell. */
async function wrongIn(context: CliContext, key: ConfigKey, text: string): Promise<Problem | undefined> {
  if (key === 'region') return await regionIn(context, text);
  if (key !== 'budget.time-zone') return undefined;
  const { calendarIn } = await import('../budget/calendar-of.ts');
  const calendar = calendarIn(text);
  return calendar.ok ? undefined : calendar.error;
}

async function set(
  context: CliContext,
  key: ConfigKey,
  value: string | undefined,
  user: boolean,
): Promise<number> {
  if (value !== undefined) {
    const parsed = parseValue(value, configKeySpec(key), key);
    if (!parsed.ok) return context.fail(parsed.error);
    const wrong = await wrongIn(context, key, value);
    if (wrong !== undefined) return context.fail(wrong);
  }
  const { host } = context;
  const path = user ? userFile(host) : (findProjectFile(host.cwd) ?? newProjectFile(host.cwd));
  if (path === undefined) {
    return context.fail(
      problem(
        'E_CONFIG',
        'there is no place for the settings of this user',
        'HOME is not set.',
        'Set HOME or XDG_CONFIG_HOME.',
      ),
    );
  }
  const before = readIfThere(path);
  const [{ parseConfigYaml }, { editConfigYaml, FlowStyle }] = await Promise.all([
    import('../config/parse-config-yaml.ts'),
    import('../config/edit-config-yaml.ts'),
  ]);
  const checked = parseConfigYaml(before, path);
  if (checked.problem !== undefined) return context.fail(checked.problem);
  let after: string;
  try {
    after = editConfigYaml(before, key, value);
  } catch (error) {
    if (!(error instanceof FlowStyle)) throw error;
    return context.fail(
      problem(
        'E_CONFIG',
        `${path} is written in braces`,
        'Such a file is not edited, to keep its layout.',
        `Edit it by hand, or write one setting a line.`,
      ),
    );
  }
  makeFolder(dirname(path));
  const failed = writeFileAtomic(path, after, { sync: true });
  if (failed !== undefined) return context.fail(failed);
  const shown = value === undefined || configKeySpec(key).secret !== true ? value : HIDDEN;
  if (context.json) return context.succeed({ key, value: shown ?? null, file: path });
  if (!context.quiet)
    context.err(`${key} ${shown === undefined ? 'taken out of' : `= ${shown} in`} ${path}\n`);
  return 0;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
