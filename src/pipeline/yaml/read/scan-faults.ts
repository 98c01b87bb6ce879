import { shown } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { type Token, tokenName } from './token.ts';

/** Something begins where a list or mapping cannot. */
export function misplaced(at: number, what: string): YamlFault {
  return new YamlFault(at, `${what} cannot begin here`, 'Begin it on a line of its own.');
}

/** A text stands at the column of keys, and is none. */
export function noColon(text: string, at: number): YamlFault {
  const line =
    text
      .slice(at)
      .split(/[\n\r\0]/, 1)[0]
      ?.trimEnd() ?? '';
  return new YamlFault(
    at,
    'this stands where a key should, and no `:` with a space behind it follows',
    'Write `key: value`; indent the line if it goes on with the text before.',
    Math.max(1, line.length),
  );
}

/** A `: ` stands where it cannot: behind a value on its line, or on a line that goes on with a text. */
export function secondValue({ at, lineStart }: Cursor, before: Token | undefined): YamlFault {
  if (before?.kind === 'scalar' && before.start < lineStart) {
    return new YamlFault(
      at,
      'this line goes on with the text that begins on a line before, in which no `: ` can stand',
      'Indent the line like the key before it if it is a key; put the text into quotes if the colon is part of it.',
    );
  }
  return new YamlFault(
    at,
    'a second `: ` stands in one line',
    'Put the value into quotes if the colon is part of it; else begin the mapping on the next line.',
  );
}

/** A character begins nothing. */
export function cannotBegin(at: number, char: string): YamlFault {
  if (char === '\t') return new YamlFault(at, 'a tab stands where YAML wants spaces', 'Indent with spaces.');
  const name = shown(char);
  return new YamlFault(
    at,
    `${name} cannot begin a text`,
    `Put the text into quotes if it is to begin with ${name}.`,
  );
}

/** A token stands where another should. */
export function unexpected(token: Token, wanted: string): YamlFault {
  const name = tokenName(token);
  // [raw/${item}.txt]: the commonest way in a dvc.yaml to come here.
  const quotes = name === '`{`' ? ' Between brackets, a text with ${...} in it goes in quotes.' : '';
  return new YamlFault(
    token.start,
    `here stands ${name}, where ${wanted} should`,
    'Look at the indentation of this line and the one before, and for a missing `:`, `,`, bracket or quote.' +
      quotes,
    Math.max(1, token.style === 'plain' ? token.end - token.start : 1),
  );
}

/** A line is indented between two that are open. */
export function unknownIndentation(at: number): YamlFault {
  return new YamlFault(
    at,
    'the indentation of this line is that of none before it',
    'Indent it exactly like the other lines of the list or mapping that it belongs to.',
  );
}
