import { COMMANDS } from '../spec/commands.ts';
import { commonOptions } from '../spec/common-options.ts';
import type { ArgumentSpec, CommandSpec, CompletionKind, OptionSpec } from '../spec/spec.ts';

/** The completion script for fish (3 or newer). */
export function fishScript(): string {
  const commands = (COMMANDS as readonly CommandSpec[]).filter(({ hidden }) => hidden !== true);
  return `# fish completion for joulebook, made by \`joulebook completion fish\`
function __joulebook_ask
    joulebook __complete $argv[1] (commandline -ct) 2>/dev/null
end
complete -c joulebook -f
complete -c jb -w joulebook
complete -c joulebook -n __fish_use_subcommand -s h -l help -d Help
complete -c joulebook -n __fish_use_subcommand -l version -d Version
${commands.flatMap(commandLines).join('\n')}
`;
}

function commandLines(spec: CommandSpec): string[] {
  const when = `-n ${quote(`__fish_seen_subcommand_from ${spec.name}`)}`;
  const options: readonly OptionSpec[] = [...spec.options, ...commonOptions(spec)].filter(
    (option: OptionSpec) => option.hidden !== true,
  );
  return [
    `complete -c joulebook -n __fish_use_subcommand -a ${spec.name} -d ${quote(spec.summary)}`,
    ...options.map(
      (option) => `complete -c joulebook ${when}${optionPart(option)} -d ${quote(option.description)}`,
    ),
    ...(spec.arguments ?? []).flatMap((arg) => argumentLines(arg, when)),
    ...(spec.rest === undefined
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
