import { ERRORS } from '../../errors.ts';
import { CONFIG_KEY_NAMES, configKeySpec, environmentName } from '../config/config-keys.ts';
import { optionDescription, optionFlags, usageOf } from '../output/render-help.ts';
import { estimateBatchPage } from './estimate-batch-page.ts';
import { COMMANDS } from '../spec/commands.ts';
import { PIPELINE_OPTIONS } from '../spec/common-options.ts';
import { GLOBAL_OPTIONS } from '../spec/global-options.ts';
import type { CommandSpec, OptionSpec } from '../spec/spec.ts';

/** The pages of `docs/reference` that are made from the program's own tables, by file name. `npm run docs` writes them. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'cli.md': cliPage(),
    'config.md': configPage(),
    'errors.md': errorsPage(),
    'estimate-batch.md': estimateBatchPage(),
  };
}

const MADE = '<!-- Made by `npm run docs` from the command table; edits are lost. -->\n';

function cliPage(): string {
  const commands = (COMMANDS as readonly CommandSpec[]).filter(({ hidden }) => hidden !== true);
  const groups = [...new Set(commands.map(({ group }) => group))];
  return [
    MADE,
    '# The command line\n',
    'Data goes to stdout, everything else to stderr. With `--json` a command prints one object:',
    '`{ "schema": "joulebook.<command>/1", "ok": true, "data": …, "warnings": [] }`, or with `"ok": false` and',
    '`"error": { "code", "what", "why", "fix" }`. Energies are in joules, masses in grams, times in seconds.\n',
    "The commands on DVC projects end with DVC's exit codes. Where DVC prints JSON, `--json` prints the same JSON, and errors are text on",
    'stderr; `--envelope` puts it into the object above.\n',
    '`jb` is a short name for `joulebook`.\n',
    '## Exit codes\n',
    table(
      ['Code', 'Meaning'],
      [
        ['0', 'done'],
        ['1', 'failed'],
        ['2', 'the command line or the settings are not understood'],
        ['3', 'nothing found'],
        ['4', 'a limit was passed'],
        ['5', 'verification failed'],
        ['6', 'the measurement is not good enough'],
        ['70', 'a bug of joulebook'],
        ['251 to 255', "commands on DVC projects: DVC's"],
        ['126, 127, 128+n', "`run`: the command's own, as a shell reports it"],
      ],
    ),
    '## Options of every command\n',
    optionTable(GLOBAL_OPTIONS),
    ...groups.flatMap((group) => [
      `## ${group}\n`,
      ...(group === 'Pipeline' ? ['All of these understand, too:\n', optionTable(PIPELINE_OPTIONS)] : []),
      ...commands.filter((command) => command.group === group).flatMap(commandSection),
    ]),
  ].join('\n');
}

function commandSection(spec: CommandSpec): string[] {
  const parts = [`### joulebook ${spec.name}\n`, `${spec.summary}.\n`, fence(usageOf(spec))];
  if (spec.description !== undefined) parts.push(`${spec.description}\n`);
  const words = (spec.arguments ?? []).map(({ placeholder, description }) => [
    code(placeholder),
    cell(description),
  ]);
  if (spec.rest !== undefined) words.push([code(spec.rest.placeholder), cell(spec.rest.description)]);
  if (words.length > 0) parts.push(table(['Argument', ''], words));
  if (spec.options.length > 0) parts.push(optionTable(spec.options));
  if (spec.exits !== undefined) {
    parts.push(
      table(
        ['Exit code', ''],
        spec.exits.map(([exit, meaning]) => [cell(exit), cell(meaning)]),
      ),
    );
  }
  if (spec.examples.length > 0)
    parts.push(fence(spec.examples.map(({ line, does }) => `# ${does}\n${line}`).join('\n')));
  return parts;
}

function optionTable(options: readonly OptionSpec[]): string {
  const shown = options.filter(({ hidden }) => hidden !== true);
  return table(
    ['Option', ''],
    shown.map((option) => [code(optionFlags(option)), cell(optionDescription(option))]),
  );
}

function configPage(): string {
  return [
    MADE,
    '# Settings\n',
    'Settings rise in this order, the last one wins: `joulebook.yaml` of the project (the nearest one from the working folder',
    "up to the git root), the user's (`$XDG_CONFIG_HOME/joulebook/joulebook.yaml`, else `~/.config/joulebook/joulebook.yaml`),",
    'the environment, the option on the command line. `joulebook config` shows each with where it comes from.\n',
    table(
      ['Setting', 'Environment', 'Default', 'Example', 'Meaning'],
      CONFIG_KEY_NAMES.map((key) => {
        const spec = configKeySpec(key);
        const choices = spec.values === undefined ? '' : ` (${spec.values.join(', ')})`;
        return [
          code(key),
          code(environmentName(key)),
          spec.default === undefined ? '' : code(spec.default),
          code(spec.example),
          cell(`${spec.description}${choices}`),
        ];
      }),
    ),
    fence(
      '# joulebook.yaml\nproject: bert-fr\nregion: FR\nmax-energy: 2 kWh\nbudget:\n  energy: 40 kWh\n  projects:\n    bert-fr:\n      energy: 10 kWh',
      'yaml',
    ),
  ].join('\n');
}

function errorsPage(): string {
  return [
    MADE,
    '# Errors\n',
    'Every expected failure has a code that stays the same, says what happened, why, and what to do, and gives its exit status.\n',
    table(
      ['Code', 'Exit', 'Meaning'],
      Object.entries(ERRORS).map(([name, { exit, meaning }]) => [code(name), `${exit}`, cell(meaning)]),
    ),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[tableLine(head), tableLine(head.map(() => '---')), ...rows.map(tableLine)].join('\n')}\n`;
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function fence(text: string, language = 'sh'): string {
  return `\`\`\`${language}\n${text}\n\`\`\`\n`;
}

function code(text: string): string {
  return text === '' ? '' : `\`${cell(text)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
