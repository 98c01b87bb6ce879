import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { keyOf } from '../../model/key.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { placeIn } from '../place-in.ts';
import { literalOf } from './literal.ts';
import { PythonFault, type Token } from './token.ts';
import { tokensOf } from './tokens.ts';

/**
 * The parameters in a Python file: what is set to a literal at the top, in the body of a class (under the name of the class) and as
 * `self.x` in `__init__`. Nothing is run; what is set to anything else is passed over.
 */
export function readPython(text: string, file: string): Result<ValueMap> {
  try {
    if (text.startsWith('\ufeff')) throw new PythonFault(0, 'it begins with a byte order mark');
    return ok(new Block(tokensOf(text)).read(false));
  } catch (fault) {
    if (!(fault instanceof PythonFault)) throw fault;
    return err(
      problem(
        'E_PIPELINE_FILE',
        `unable to read: '${file}', Python file structure is corrupted`,
        fault.message,
        'mend the file',
        placeIn(text, file, fault.at),
      ),
    );
  }
}

/** Words that begin a statement whose body is not looked into. */
const COMPOUND = new Set([
  'async',
  'def',
  'elif',
  'else',
  'except',
  'finally',
  'for',
  'if',
  'try',
  'while',
  'with',
]);

class Block {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Statements up to the end of their block. */
  read(ofSelfOnly: boolean): ValueMap {
    const values = new Map<string, Value>();
    for (let token = this.#next; token !== undefined && token.kind !== 'dedent'; token = this.#next) {
      const second = this.#tokens[this.#at + 1]?.text ?? '';
      if (token.kind === 'indent') throw new PythonFault(token.at, 'unexpected indent');
      if (token.kind === 'name' && token.text === 'class') values.set(keyOf(second), this.#body(false));
      else if (token.kind === 'name' && token.text === 'def' && second === '__init__') {
        for (const [key, value] of this.#body(true)) values.set(key, value);
      } else if (token.kind === 'name' && COMPOUND.has(token.text)) {
        this.#rest();
        this.#skipBlock();
      } else this.#simple(values, ofSelfOnly);
    }
    return values;
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** What stands behind the colon of a class or function: on the same line, or as a block. */
  #body(ofSelfOnly: boolean): ValueMap {
    const head = this.#rest();
    const colon = topLevel(head, ':');
    if (this.#next?.kind === 'indent') {
      this.#at++;
      const values = this.read(ofSelfOnly);
      this.#at++;
      return values;
    }
    const values = new Map<string, Value>();
    for (const statement of statementsOf(head.slice(colon + 1))) assign(statement, values, ofSelfOnly);
    return values;
  }

  #simple(values: Map<string, Value>, ofSelfOnly: boolean): void {
    for (const statement of statementsOf(this.#rest())) assign(statement, values, ofSelfOnly);
    this.#skipBlock();
  }

  /** The words up to the end of the line. */
  #rest(): readonly Token[] {
    const start = this.#at;
    while (this.#next !== undefined && this.#next.kind !== 'newline') this.#at++;
    return this.#tokens.slice(start, this.#at++);
  }

  #skipBlock(): void {
    if (this.#next?.kind !== 'indent') return;
    let depth = 0;
    do {
      const kind = this.#next?.kind;
      if (kind === 'indent') depth++;
      else if (kind === 'dedent') depth--;
      this.#at++;
    } while (depth > 0 && this.#next !== undefined);
  }
}

function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'operator' && token.text === ';') statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements;
}

/** `name = literal`, `name: type = literal`, `self.name = literal`; anything else changes nothing. */
function assign(statement: readonly Token[], values: Map<string, Value>, ofSelfOnly: boolean): void {
  const equals = topLevel(statement, '=');
  if (equals < 0) return;
  const target = targetOf(statement.slice(0, equals), ofSelfOnly);
  const value = literalOf(statement.slice(equals + 1));
  if (target !== undefined && value !== undefined) values.set(keyOf(target), value);
}

function targetOf(tokens: readonly Token[], ofSelfOnly: boolean): string | undefined {
  const colon = topLevel(tokens, ':');
  const [first, dot, name, ...more] = colon < 0 ? tokens : tokens.slice(0, colon);
  if (first?.kind !== 'name') return undefined;
  if (dot === undefined) return ofSelfOnly ? undefined : first.text;
  const isOfSelf = first.text === 'self' && dot.text === '.' && name?.kind === 'name' && more.length === 0;
  return isOfSelf ? name.text : undefined;
}

/** Where an operator stands outside of brackets, and outside of a `lambda`; -1 where it does not. */
function topLevel(tokens: readonly Token[], operator: string): number {
  let depth = 0;
  let lambdas = 0;
  for (const [i, { kind, text }] of tokens.entries()) {
    if (kind === 'name' && text === 'lambda' && depth === 0) lambdas++;
    if (kind !== 'operator') continue;
    if ('([{'.includes(text)) depth++;
    else if (')]}'.includes(text)) depth--;
    else if (depth === 0 && text === ':' && lambdas > 0) lambdas--;
    else if (depth === 0 && text === operator) return i;
  }
  return -1;
}
