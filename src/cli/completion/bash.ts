import { COMMANDS } from '../spec/commands.ts';
import { commonOptions } from '../spec/common-options.ts';
import { type CommandFamily, firstWords, listedCommands, secondWords } from '../spec/families.ts';
import type { ArgumentSpec, CommandSpec, CompletionKind, OptionSpec } from '../spec/spec.ts';

/** The completion script for bash (3.2 or newer; needs nothing of the bash-completion package). */
export function bashScript(): string {
  const commands = (COMMANDS as readonly CommandSpec[]).filter(({ hidden }) => hidden !== true);
  const families = listedCommands().flatMap((one) => (one.kind === 'family' ? [one.family] : []));
  return `# bash completion for joulebook, made by \`joulebook completion bash\`
_joulebook_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_joulebook_files() { COMPREPLY=($(compgen "-$1" -- "$cur")); compopt -o filenames 2>/dev/null; }
_joulebook_ask() {
  # bash splits words at @ and : and wants back only what follows them.
  local line head= whole=\${COMP_LINE:0:\${COMP_POINT:-0}}
  whole=\${whole##*[[:space:]]}
  if [[ $cur != [@:] && $whole == *[@:]"$cur" ]]; then head=\${whole%"$cur"}; elif [[ $prev == @ ]]; then head=@; fi
  while IFS=$'\\t' read -r line _; do
    COMPREPLY+=("\${line#"$head"}")
  done < <("\${COMP_WORDS[0]}" __complete "$1" "$head$cur" 2>/dev/null)
}
_joulebook_rest() {
  # $1: options that take a value. Finds the first word of the measured command; its completion is its own.
  local i=2 word
  while ((i < COMP_CWORD)); do
    word=\${COMP_WORDS[i]}
    case $word in
      --) ((i++)); break ;;
      -*) if [[ " $1 " == *" $word "* ]]; then ((i++)); [[ \${COMP_WORDS[i]} == = ]] && ((i++)); fi ;;
      *) break ;;
    esac
    ((i++))
  done
  ((i > COMP_CWORD)) && return 1
  if ((i == COMP_CWORD)); then
    [[ \${COMP_WORDS[i-1]} == -- || $cur != -* ]] || return 1
    COMPREPLY=($(compgen -c -- "$cur"))
    return 0
  fi
  if declare -F _command_offset >/dev/null; then _command_offset "$i"; else _joulebook_files f; fi
}
_joulebook() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at=$COMP_CWORD
  COMPREPLY=()
  # bash takes @last for two words.
  [[ $prev == @ ]] && ((at--))
  if ((COMP_CWORD == 1)); then
    _joulebook_words '${[...firstWords(), '--help', '--version'].join(' ')}'
    return
  fi
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  local command=\${COMP_WORDS[1]}
  case $command in
${families.map(familyCase).join('\n')}
  esac
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
complete -F _joulebook joulebook jb
`;
}

/** The second word, or the command of both; places then count as for a command of one word. */
function familyCase(family: CommandFamily): string {
  const words = [...secondWords(family), '--help'].join(' ');
  return `    ${family.first})
      if ((COMP_CWORD == 2)); then _joulebook_words '${words}'; return; fi
      command+=" \${COMP_WORDS[2]}"
      ((at--))
      ;;`;
}

function commandCase(spec: CommandSpec): string {
  const options: readonly OptionSpec[] = [...spec.options, ...commonOptions(spec)].filter(
    (option: OptionSpec) => option.hidden !== true,
  );
  const valued = options.filter(({ placeholder }) => placeholder !== undefined);
  const lines = [`    '${spec.name}')`];
  const cases = valued.map((option) => `        ${flagsOf(option).join('|')}) ${action(option)}return ;;`);
  if (cases.length > 0) lines.push('      case $prev in', ...cases, '      esac');
  if (spec.rest !== undefined && spec.arguments === undefined)
    lines.push(`      _joulebook_rest '${valued.flatMap(flagsOf).join(' ')}' && return`);
  const words = options.flatMap(({ long, short }) => (short === undefined ? [long] : [long, short]));
  lines.push(`      if [[ $cur == -* ]]; then _joulebook_words '${words.join(' ')}'; return; fi`);
  lines.push(...(spec.arguments ?? []).map(argumentLine), '      ;;');
  return lines.join('\n');
}

function argumentLine(arg: ArgumentSpec, index: number): string {
  const test = arg.variadic === true ? `((at >= ${index + 2}))` : `((at == ${index + 2}))`;
  return `      ${test} && { ${action(arg)}return; }`;
}

function flagsOf({ long, short }: OptionSpec): string[] {
  return short === undefined ? [long] : [long, short];
}

/** What offers the values, ended by a semicolon; nothing for free text. */
function action({ values, complete }: { values?: readonly string[]; complete?: CompletionKind }): string {
  if (values !== undefined) return `_joulebook_words '${values.join(' ')}'; `;
  if (complete === 'file') return '_joulebook_files f; ';
  if (complete === 'folder') return '_joulebook_files d; ';
  return complete === undefined ? '' : `_joulebook_ask ${complete}; `;
}
