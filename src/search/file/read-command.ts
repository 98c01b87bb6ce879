import type { CommandTemplate, Macro, TemplateWord, ValueText } from './command-template.ts';
import { isList, type MacroContext, type MacroFault, macroPieces } from './macros.ts';
import type { Mistakes, Where } from './mistakes.ts';
import { readText } from './read-scalars.ts';
import { shellTemplate } from './shell-template.ts';
import { sharedList, splitWords } from './split-words.ts';
import type { SourceNode, Span } from './yaml-tree.ts';

/** W&B's command where none is given. */
const SWEEP_COMMAND = ['${env}', '${interpreter}', '${program}', '${args}'];

/** Reads `command`: a line, or a list of words. */
export function readCommand(
  node: SourceNode,
  context: MacroContext,
  values: ValueText,
  mistakes: Mistakes,
): CommandTemplate | undefined {
  if (node.kind === 'list') {
    const texts = node.items.map((item) =>
      item.kind === 'scalar' && item.source === '' && !item.isPlain
        ? ''
        : readText(item, 'command', mistakes),
    );
    if (texts.length === 0)
      mistakes.add(node, 'command: no words', 'The list is empty.', 'Write the program and its arguments.');
    const words = texts.map((text, k) =>
      wordOf(text ?? '', context, (fault) => tell(fault, node.items[k] ?? node, text ?? '', mistakes)),
    );
    return checked({ kind: 'words', words, values }, node, context, mistakes);
  }
  const text = readText(node, 'command', mistakes)?.trim();
  if (text === undefined) return undefined;
  const template = lineTemplate(text, context, values, (fault) => tell(fault, node, text, mistakes));
  return template === undefined ? undefined : checked(template, node, context, mistakes);
}

/** W&B's own command for a program. */
export function sweepCommand(context: MacroContext): CommandTemplate {
  const words = SWEEP_COMMAND.map((text) =>
    wordOf(text, context, ({ what }) => {
      throw new Error(what);
    }),
  );
  return { kind: 'words', words, values: 'python' };
}

/** The command behind `--` of a command line: its words are split already. */
export function commandOfWords(
  texts: readonly string[],
  context: MacroContext,
  mistakes: Mistakes,
): CommandTemplate {
  const words = texts.map((text) =>
    wordOf(text, context, ({ what, why, fix }) => mistakes.add('options', `${text}: ${what}`, why, fix)),
  );
  return checked({ kind: 'words', words, values: 'json' }, 'options', context, mistakes);
}

function wordOf(text: string, context: MacroContext, fail: (fault: MacroFault) => void): TemplateWord {
  const { pieces, faults } = macroPieces(text, context, false);
  for (const fault of faults) fail(fault);
  return pieces.length === 0 ? [''] : pieces.map(({ part }) => part);
}

function lineTemplate(
  text: string,
  context: MacroContext,
  values: ValueText,
  fail: (fault: MacroFault) => void,
): CommandTemplate | undefined {
  const shell = macroPieces(text, context, true);
  for (const fault of shell.faults) fail(fault);
  if (shell.faults.length > 0) return undefined;
  const split = splitWords(shell.pieces);
  if (split !== undefined && 'words' in split) return { kind: 'words', words: split.words, values };
  const made = split ?? shellTemplate(shell.pieces);
  if ('fault' in made) {
    fail(made.fault);
    return undefined;
  }
  return { kind: 'shell', parts: made.parts, values };
}

function tell(
  { at, length, what, why, fix }: MacroFault,
  node: SourceNode,
  text: string,
  mistakes: Mistakes,
): void {
  const [from, to] = node.span;
  // Only a text that stands in the file as it is has the same offsets there.
  const start = mistakes.text.slice(from, to).indexOf(text);
  const span: Span = start < 0 ? node.span : [from + start + at, from + start + at + length];
  mistakes.add(span, `command: ${what}`, why, fix);
}

function checked(
  template: CommandTemplate,
  at: Where,
  { names, conditional }: MacroContext,
  mistakes: Mistakes,
): CommandTemplate {
  if (template.kind === 'words') {
    const shared = sharedList(template.words);
    if (shared !== undefined)
      mistakes.add(
        at,
        `command: \${${shared.macro}} is not a word of its own`,
        'It is one word for each parameter.',
        `Write \`\${${shared.macro}}\` between spaces; one value is \`\${param:NAME}\`.`,
      );
  }
  const macros = macrosOf(template);
  const told = new Set(macros.flatMap((macro) => (macro.macro === 'param' ? [macro.name] : [])));
  if (template.kind === 'shell')
    for (const name of told)
      if (conditional.has(name))
        mistakes.add(
          at,
          `command: \${param:${name}} is not in every trial`,
          'Its condition does not always hold, and a line for a shell cannot leave an option out.',
          'Write `${args}`, which leaves out what does not count, or a command without shell syntax.',
        );
  const tellsAll = macros.some(
    (macro) => isList(macro) || macro.macro === 'json' || macro.macro === 'json_file',
  );
  const untold = names.filter((name) => !told.has(name));
  if (!tellsAll && told.size === 0 && names.length > 0)
    mistakes.warn(
      at,
      'command: it is given no parameter',
      'It must read them itself, from JOULEBOOK_PARAMS_JSON or JOULEBOOK_PARAMS_FILE.',
      'Else add `${args}`.',
    );
  else if (!tellsAll && untold.length > 0)
    mistakes.warn(
      at,
      `command: it is not given ${untold.join(', ')}`,
      'It must read what it lacks from JOULEBOOK_PARAMS_JSON or JOULEBOOK_PARAMS_FILE.',
      `Else add \`\${param:${untold[0]}}\`.`,
    );
  return template;
}

function macrosOf(template: CommandTemplate): readonly Macro[] {
  return template.kind === 'words'
    ? template.words.flat().filter((part) => typeof part !== 'string')
    : template.parts.filter((part) => typeof part !== 'string').map(({ filled }) => filled);
}
