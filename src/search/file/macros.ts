import { nearestName } from '../space/nearest-name.ts';
import type { Macro, TemplatePart } from './command-template.ts';

/** What macros may refer to. */
export interface MacroContext {
  /** Names of all parameters, fixed ones included. */
  readonly names: readonly string[];
  /** Those that are not in every trial. */
  readonly conditional: ReadonlySet<string>;
  /** W&B's `program`. */
  readonly program?: string;
  /** The file is one of W&B's, where what is no macro inside a word is left to the program: Hydra has a meaning for `${lr}`. */
  readonly isSweep?: boolean;
  /** `{name}` stands for a parameter: only on a command line. */
  readonly withBraces: boolean;
}

/** A mistake in a command, at an offset of its text. */
export interface MacroFault {
  readonly at: number;
  readonly length: number;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** A piece of a text with its offset. */
export interface Piece {
  readonly part: TemplatePart;
  readonly at: number;
  readonly length: number;
}

/** Macros without an argument; two names of the same are W&B's and ours. */
const PLAIN: Readonly<Record<string, Macro>> = {
  args: { macro: 'args' },
  args_no_equals: { macro: 'args_no_equals' },
  args_no_hyphens: { macro: 'args_no_hyphens' },
  args_no_boolean_flags: { macro: 'args_no_boolean_flags' },
  args_append_hydra: { macro: 'args_append_hydra' },
  args_override_hydra: { macro: 'args_override_hydra' },
  args_json: { macro: 'json' },
  json: { macro: 'json' },
  args_json_file: { macro: 'json_file' },
  json_file: { macro: 'json_file' },
  ckpt_dir: { macro: 'ckpt_dir' },
  trial_dir: { macro: 'trial_dir' },
  trial: { macro: 'trial' },
  study: { macro: 'study' },
  seed: { macro: 'seed' },
};

/** Every name of a macro, as it is written. */
const NAMES = [...Object.keys(PLAIN), 'env', 'interpreter', 'program', 'param:NAME', 'envvar:NAME'];

/** Whether a macro stands for several words. */
export function isList({ macro }: Macro): boolean {
  return macro.startsWith('args');
}

/**
 * Cuts a text into plain text and macros: `${…}`, and `{name}` where that is asked for.
 *
 * @param isShell a `${…}` that is none of ours is the shell's; in a list of words it is a mistake, unless it is a resolver of Hydra's
 */
export function macroPieces(
  text: string,
  context: MacroContext,
  isShell: boolean,
): { readonly pieces: readonly Piece[]; readonly faults: readonly MacroFault[] } {
  const pieces: Piece[] = [];
  const faults: MacroFault[] = [];
  let from = 0;
  const keep = (to: number): void => {
    if (to > from) pieces.push({ part: text.slice(from, to), at: from, length: to - from });
  };
  for (const match of text.matchAll(/\$\{([^{}]*)\}|\{([^\s{}]+)\}/g)) {
    const [whole, ours, braced] = match;
    const isAlone = whole.length === text.length;
    const found =
      ours === undefined ? bracedPart(braced ?? '', context) : macroPart(ours, context, isShell, isAlone);
    if (found === undefined) continue;
    if (typeof found === 'object' && 'what' in found) {
      faults.push({ ...found, at: match.index, length: whole.length });
      continue;
    }
    keep(match.index);
    pieces.push({ part: found, at: match.index, length: whole.length });
    from = match.index + whole.length;
  }
  keep(text.length);
  return { pieces, faults };
}

/** `${now:%Y-%m-%d}`, `${hydra:job.num}`, `${oc.env:HOME}`: Hydra fills them in when it starts. */
const RESOLVER = /^[A-Za-z_][\w.]*:/;

type Fault = Omit<MacroFault, 'at' | 'length'>;

function bracedPart(name: string, context: MacroContext): TemplatePart | Fault | undefined {
  if (!context.withBraces) return undefined;
  if (context.names.includes(name)) return { macro: 'param', name };
  const meant = nearestName(name, context.names);
  return meant === undefined
    ? undefined
    : {
        what: `{${name}} is no parameter`,
        why: `Parameters are ${context.names.join(', ')}.`,
        fix: `Did you mean \`{${meant}}\`?`,
      };
}

function macroPart(
  word: string,
  context: MacroContext,
  isShell: boolean,
  isAlone: boolean,
): TemplatePart | Fault | undefined {
  const plain = Object.hasOwn(PLAIN, word) ? PLAIN[word] : undefined;
  if (plain !== undefined) return plain;
  if (word === 'env') return '/usr/bin/env';
  if (word === 'interpreter') return 'python';
  if (word === 'program')
    return (
      context.program ?? {
        what: '${program} is not known',
        why: 'The file has no `program`.',
        fix: 'Add `program: train.py`, or write the file name in the command.',
      }
    );
  const [kind, name] = splitOnce(word, ':');
  if (kind === 'envvar' && /^[A-Za-z_]\w*$/.test(name)) return { macro: 'envvar', name };
  if (kind === 'param') {
    if (context.names.includes(name)) return { macro: 'param', name };
    const meant = nearestName(name, context.names);
    const fix =
      meant === undefined
        ? 'Add it to `parameters`, or take it away.'
        : `Did you mean \`\${param:${meant}}\`?`;
    return {
      what: `\${param:${name}} is no parameter`,
      why: `Parameters are ${context.names.join(', ')}.`,
      fix,
    };
  }
  if (context.isSweep === true && !isAlone) return undefined;
  if (context.names.includes(word))
    return {
      what: `\${${word}} is no macro`,
      why: `"${word}" is a parameter.`,
      fix: `Write \`\${param:${word}}\`.`,
    };
  const meant = nearestName(word, NAMES);
  if (meant === undefined && (isShell || RESOLVER.test(word))) return undefined;
  const fix = meant === undefined ? 'Write one of them.' : `Did you mean \`\${${meant}}\`?`;
  return {
    what: `\${${word}} is no macro`,
    why: meant === undefined ? `Macros are ${NAMES.join(', ')}.` : 'It stands for nothing.',
    fix,
  };
}

function splitOnce(word: string, sign: string): readonly [string, string] {
  const at = word.indexOf(sign);
  return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}
