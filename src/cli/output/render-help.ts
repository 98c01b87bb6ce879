import { environmentName } from '../config/config-keys.ts';
import { commandOf } from '../spec/commands.ts';
import { type CommandFamily, familyOf, type Listed, listedCommands, secondWords } from '../spec/families.ts';
import { commonOptions } from '../spec/common-options.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from '../spec/spec.ts';
import type { Style } from './style.ts';
import { textWidth, wrapText } from './text-width.ts';

/** How help is written. */
export interface HelpLook {
  readonly style: Style;
  readonly width: number;
}

/** Widest help text, however wide the terminal: long lines are hard to read. */
const WIDEST = 100;

/** The list of commands. */
export function renderOverview({ style, width }: HelpLook): string {
  const shown = listedCommands();
  const groups = [...new Set(shown.map(groupOf))];
  const rows = shown.map((one) => ({ group: groupOf(one), row: overviewRow(one) }));
  const key = Math.max(...rows.map(({ row: [name] }) => name.length)) + 2;
  const parts = [
    `${style.bold('joulebook')}: a lab book for the energy of machine learning\n`,
    `${style.bold('Usage')}: joulebook COMMAND [OPTIONS]\n`,
    ...groups.map((group) => {
      const own = rows.filter((one) => one.group === group).map(({ row }) => row);
      return `${style.bold(group)}\n${definitions(own, key, Math.min(width, WIDEST), style)}`;
    }),
    `${style.bold('Begin')}\n  joulebook run -- python train.py\n  joulebook show @last\n`,
    `${wrapText('Help on a command: joulebook help COMMAND. Version: joulebook --version.', Math.min(width, WIDEST)).join('\n')}\n`,
  ];
  return parts.join('\n');
}

function groupOf(one: Listed): CommandSpec['group'] {
  return one.kind === 'command' ? one.spec.group : (one.family.members[0]?.group ?? 'Pipeline');
}

/** A line for each command of one word; those of two words share the line of their first. */
function overviewRow(one: Listed): readonly [string, string] {
  if (one.kind === 'command') return [one.spec.name, one.spec.summary];
  const { first, topic } = one.family;
  return [first, `${topic}: ${secondWords(one.family).join(', ')}`];
}

/** Help on the commands of two words that begin alike. */
export function renderFamilyHelp(family: CommandFamily, { style, width }: HelpLook): string {
  const room = Math.min(width, WIDEST);
  const rows = family.members.map(({ name, summary }) => [name, summary] as const);
  return [
    `${family.topic}.\n`,
    `${style.bold('Usage')}: joulebook ${family.first} COMMAND [OPTIONS]\n`,
    `${style.bold('Commands')}\n${definitions(rows, keyWidth(rows), room, style)}`,
    `${wrapText(`Help on one of them: joulebook help ${rows[0]?.[0] ?? family.first}.`, room).join('\n')}\n`,
  ].join('\n');
}

/** Help on one command. */
export function renderCommandHelp(spec: CommandSpec, { style, width }: HelpLook): string {
  const room = Math.min(width, WIDEST);
  const parts = [
    `${wrapText(`${spec.summary}.`, room).join('\n')}\n`,
    `${style.bold('Usage')}: ${wrapText(usageOf(spec), room - 7).join('\n       ')}\n`,
  ];
  if (spec.description !== undefined) parts.push(`${wrapText(spec.description, room).join('\n')}\n`);
  const words = argumentRows(spec);
  if (words.length > 0)
    parts.push(`${style.bold('Arguments')}\n${definitions(words, keyWidth(words), room, style)}`);
  const own = spec.options.filter(({ hidden }) => hidden !== true);
  const rows = own.map(optionRow);
  const global = commonOptions(spec).map(optionRow);
  const key = keyWidth([...rows, ...global]);
  if (rows.length > 0) parts.push(`${style.bold('Options')}\n${definitions(rows, key, room, style)}`);
  parts.push(`${style.bold('Everywhere')}\n${definitions(global, key, room, style)}`);
  if (spec.exits !== undefined) {
    parts.push(`${style.bold('Exit codes')}\n${definitions(spec.exits, keyWidth(spec.exits), room, style)}`);
  }
  if (spec.examples.length > 0) {
    const lines = spec.examples.map(({ line, does }) => `  ${style.dim(`# ${does}`)}\n  ${line}\n`);
    parts.push(`${style.bold('Examples')}\n${lines.join('')}`);
  }
  return parts.join('\n');
}

/** Help on the command of that name, on those that begin with it, or the overview. */
export function renderHelp(name: string | undefined, look: HelpLook): string {
  const spec = name === undefined ? undefined : commandOf(name);
  if (spec !== undefined) return renderCommandHelp(spec, look);
  const family = name === undefined ? undefined : familyOf(name);
  return family === undefined ? renderOverview(look) : renderFamilyHelp(family, look);
}

/** `joulebook ls [OPTIONS] [FILTER...]`. */
export function usageOf(spec: CommandSpec): string {
  const words = (spec.arguments ?? []).map(argumentUsage);
  const rest =
    spec.rest === undefined
      ? []
      : [spec.rest.required === true ? `-- ${spec.rest.placeholder}` : `[-- ${spec.rest.placeholder}]`];
  return ['joulebook', spec.name, '[OPTIONS]', ...words, ...rest].join(' ');
}

function argumentUsage(arg: ArgumentSpec): string {
  const name = arg.variadic === true ? `${arg.placeholder}...` : arg.placeholder;
  return arg.required === true ? name : `[${name}]`;
}

function argumentRows(spec: CommandSpec): (readonly [string, string])[] {
  const rows = (spec.arguments ?? []).map((arg) => [arg.placeholder, arg.description] as const);
  return spec.rest === undefined ? rows : [...rows, [spec.rest.placeholder, spec.rest.description] as const];
}

/** `-n, --name NAME`. */
export function optionFlags(option: OptionSpec): string {
  const short = option.short === undefined ? '' : `${option.short}, `;
  return `${short}${option.long}${option.placeholder === undefined ? '' : ` ${option.placeholder}`}`;
}

/** What an option does, with its choices, default and environment variable. */
export function optionDescription(option: OptionSpec): string {
  const notes = [
    option.values === undefined ? undefined : option.values.join(', '),
    option.default === undefined ? undefined : `default ${option.default}`,
    option.repeatable === true && option.placeholder !== undefined ? 'repeatable' : undefined,
    option.config === undefined ? undefined : environmentName(option.config),
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? option.description : `${option.description} [${notes.join('; ')}]`;
}

function optionRow(option: OptionSpec): readonly [string, string] {
  const flags = optionFlags(option);
  return [option.short === undefined ? `    ${flags}` : flags, optionDescription(option)];
}

const WIDEST_KEY = 28;

function keyWidth(rows: readonly (readonly [string, string])[]): number {
  return Math.min(WIDEST_KEY, Math.max(...rows.map(([key]) => textWidth(key))) + 2);
}

function definitions(
  rows: readonly (readonly [string, string])[],
  key: number,
  width: number,
  style: Style,
): string {
  const room = Math.max(20, width - key - 2);
  const lines: string[] = [];
  for (const [name, text] of rows) {
    const wrapped = wrapText(text, room);
    const fits = textWidth(name) + 2 <= key;
    if (!fits) lines.push(`  ${style.cyan(name)}`);
    for (const [i, line] of wrapped.entries()) {
      const left = i === 0 && fits ? style.cyan(name) + ' '.repeat(key - textWidth(name)) : ' '.repeat(key);
      lines.push(`  ${left}${line}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
