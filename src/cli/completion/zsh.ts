import { COMMANDS } from '../spec/commands.ts';
import { commonOptions } from '../spec/common-options.ts';
import { type CommandFamily, type Listed, listedCommands, secondWords } from '../spec/families.ts';
import type { ArgumentSpec, CommandSpec, CompletionKind, OptionSpec } from '../spec/spec.ts';

/** The completion script for zsh: a file for a folder of `$fpath`. */
export function zshScript(): string {
  const commands = (COMMANDS as readonly CommandSpec[]).filter(({ hidden }) => hidden !== true);
  // A command beside another of its first word is no word of its own.
  const listed = listedCommands().filter((one) => one.kind === 'family' || !one.spec.name.includes(' '));
  const families = listed.flatMap((one) => (one.kind === 'family' ? [one.family] : []));
  return `#compdef joulebook jb
# zsh completion for joulebook, made by \`joulebook completion zsh\`
_joulebook_ask() {
  local -a found
  local value text
  while IFS=$'\\t' read -r value text; do
    found+=("\${value//:/\\\\:}\${text:+:$text}")
  done < <(\${words_0:-joulebook} __complete "$1" "$PREFIX" 2>/dev/null)
  _describe -t "$1" "$1" found
}
_joulebook() {
  local words_0=$words[1] curcontext=$curcontext state line
  local -a commands
  commands=(
${listed.map((one) => `    ${quote(firstEntry(one))}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    _arguments '(- *)'{-h,--help}'[help]' '(- *)--version[version]'
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${families.map(familyCase).join('\n')}
  esac
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _joulebook ]]; then _joulebook "$@"; else compdef _joulebook joulebook jb; fi
`;
}

function firstEntry(one: Listed): string {
  return one.kind === 'command'
    ? `${one.spec.name}:${one.spec.summary}`
    : `${one.family.first}:${one.family.topic}`;
}

/** The second word, or the command of both. */
function familyCase(family: CommandFamily): string {
  const entries = secondWords(family).map(
    (word, i) => `        ${quote(`${word}:${family.members[i]?.summary ?? ''}`)}`,
  );
  return `    ${family.first})
      if (( CURRENT == 2 )); then
        commands=(
${entries.join('\n')}
        )
        _describe -t commands command commands
        return
      fi
      command+=" $words[2]"
      shift words
      (( CURRENT-- ))
      ;;`;
}

function commandCase(spec: CommandSpec): string {
  const options: readonly OptionSpec[] = [...spec.options, ...commonOptions(spec)].filter(
    (option: OptionSpec) => option.hidden !== true,
  );
  const parts = [
    ...options.map(optionPart),
    ...(spec.arguments ?? []).map(argumentPart),
    ...(spec.rest === undefined || spec.arguments !== undefined ? [] : ["'(-)*:: :_normal'"]),
  ];
  // -S: no options behind --. -A: no options behind the first word, where the rest is a command.
  const flags = spec.rest === undefined || spec.arguments !== undefined ? '-s -S' : "-s -S -A '-*'";
  return `    ${quote(spec.name)})\n      _arguments ${flags} \\\n        ${parts.join(' \\\n        ')}\n      ;;`;
}

function optionPart(option: OptionSpec): string {
  const { long, short, repeatable, description, placeholder } = option;
  const text = `[${escaped(description)}]${placeholder === undefined ? '' : `:${placeholder}:${action(option)}`}`;
  const names = short === undefined ? quote(long) : `{${short},${long}}`;
  if (repeatable === true)
    return short === undefined ? quote(`*${long}${text}`) : `'*'${names}${quote(text)}`;
  return short === undefined
    ? quote(`${long}${text}`)
    : `${quote(`(${short} ${long})`)}${names}${quote(text)}`;
}

function argumentPart(arg: ArgumentSpec, index: number): string {
  const position = arg.variadic === true ? '*' : `${index + 1}`;
  const optional = arg.required === true || arg.variadic === true ? ':' : '::';
  return quote(`${position}${optional}${escaped(arg.placeholder)}:${action(arg)}`);
}

function action({ values, complete }: { values?: readonly string[]; complete?: CompletionKind }): string {
  if (values !== undefined) return `(${values.join(' ')})`;
  if (complete === 'file') return '_files';
  if (complete === 'folder') return '_files -/';
  // With a space before it _arguments calls it as it is, without words of its own in between.
  return complete === undefined ? ' ' : ` _joulebook_ask ${complete}`;
}

/** Brackets and colons have a meaning in the specifications of _arguments. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
