import { COMMANDS } from '../spec/commands.ts';
import { commonOptions } from '../spec/common-options.ts';
import { type CommandFamily, listedCommands } from '../spec/families.ts';
import type { ArgumentSpec, CommandSpec, CompletionKind, OptionSpec } from '../spec/spec.ts';

/** The completion script for fish (3 or newer). */
export function fishScript(): string {
  const commands = (COMMANDS as readonly CommandSpec[]).filter(({ hidden }) => hidden !== true);
  const families = listedCommands().flatMap((one) => (one.kind === 'family' ? [one.family] : []));
  return `# fish completion for joulebook, made by \`joulebook completion fish\`
function __joulebook_ask
    joulebook __complete $argv[1] (commandline -ct) 2>/dev/null
end
function __joulebook_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l count (count $argv)
    test (count $words) -ge $count; and test "$words[1..$count]" = "$argv"
end
function __joulebook_second
    test (count (commandline -opc)) -eq 2; and __joulebook_at $argv
end
complete -c joulebook -f
complete -c jb -w joulebook
complete -c joulebook -n __fish_use_subcommand -s h -l help -d Help
complete -c joulebook -n __fish_use_subcommand -l version -d Version
${families.map(familyLine).join('\n')}
${commands.flatMap(commandLines).join('\n')}
`;
}

function familyLine({ first, topic }: CommandFamily): string {
  return `complete -c joulebook -n __fish_use_subcommand -a ${first} -d ${quote(topic)}`;
}

function commandLines(spec: CommandSpec): string[] {
  const [first = '', second] = spec.name.split(' ');
  const before = second === undefined ? '__fish_use_subcommand' : quote(`__joulebook_second ${first}`);
  const when = `-n ${quote(`__joulebook_at ${spec.name}`)}`;
  const options: readonly OptionSpec[] = [...spec.options, ...commonOptions(spec)].filter(
    (option: OptionSpec) => option.hidden !== true,
  );
  return [
    `complete -c joulebook -n ${before} -a ${second ?? first} -d ${quote(spec.summary)}`,
    ...options.map(
      (option) => `complete -c joulebook ${when}${optionPart(option)} -d ${quote(option.description)}`,
    ),
    ...(spec.arguments ?? []).flatMap((arg) => argumentLines(arg, when)),
    ...(spec.rest === undefined || spec.arguments !== undefined
      ? []
      : [`complete -c joulebook ${when} -F -a ${quote('(__fish_complete_subcommand --fcs-skip=2)')}`]),
  ];
}

function optionPart(option: OptionSpec): string {
  const short = option.short === undefined ? '' : ` -s ${option.short.slice(1)}`;
  const value = option.placeholder === undefined ? '' : ` -r${valuePart(option)}`;
  return `${short} -l ${option.long.slice(2)}${value}`;
}

function argumentLines(arg: ArgumentSpec, when: string): string[] {
  const value = valuePart(arg);
  return value === '' ? [] : [`complete -c joulebook ${when}${value}`];
}

function valuePart({ values, complete }: { values?: readonly string[]; complete?: CompletionKind }): string {
  if (values !== undefined) return ` -a ${quote(values.join(' '))}`;
  if (complete === 'file') return ' -F';
  if (complete === 'folder') return ` -a ${quote('(__fish_complete_directories)')}`;
  return complete === undefined ? '' : ` -a ${quote(`(__joulebook_ask ${complete})`)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
