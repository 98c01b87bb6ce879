import { stringValue } from '../../params/python/string-value.ts';
import type { Token } from '../../params/python/token.ts';
import { tokensOf } from '../../params/python/tokens.ts';

/** Where the right side of an assignment stands, by the names that lead to it. */
export interface Literal {
  readonly path: readonly string[];
  readonly from: number;
  readonly to: number;
}

interface Block {
  readonly path: readonly string[];
  /** The body of `__init__`, where only `self.x` counts. */
  readonly isOfSelf: boolean;
  /** A body that is not looked into. */
  readonly isHidden: boolean;
}

/** Every assignment of a name in a Python text that reads as one: at the top, in classes, and of `self` in `__init__`. */
export function literalsIn(text: string): readonly Literal[] {
  const found: Literal[] = [];
  const blocks: Block[] = [{ path: [], isOfSelf: false, isHidden: false }];
  let next: Block | undefined;
  let statement: Token[] = [];
  for (const token of tokensOf(text)) {
    const block = blocks.at(-1) ?? TOP;
    if (token.kind === 'indent') blocks.push(next ?? { ...block, isHidden: true });
    else if (token.kind === 'dedent') blocks.pop();
    else if (token.kind === 'newline' || token.text === ';') {
      next = bodyOf(statement, block);
      if (next === undefined && !block.isHidden) found.push(...assigned(statement, block));
      statement = [];
    } else statement.push(token);
  }
  return found;
}

const TOP: Block = { path: [], isOfSelf: false, isHidden: false };

/** The block that a statement begins. */
function bodyOf([first, second]: readonly Token[], block: Block): Block | undefined {
  if (first?.text === 'class' && first.kind === 'name')
    return { path: [...block.path, second?.text ?? ''], isOfSelf: false, isHidden: block.isHidden };
  if (first?.text === 'def' && second?.text === '__init__') return { ...block, isOfSelf: true };
  return undefined;
}

function assigned(statement: readonly Token[], { path, isOfSelf }: Block): readonly Literal[] {
  const equals = statement.findIndex(({ kind, text }) => kind === 'operator' && text === '=');
  const [first, dot, attribute] = statement;
  if (equals < 1 || first?.kind !== 'name') return [];
  const isAttribute = first.text === 'self' && dot?.text === '.' && attribute?.kind === 'name';
  const name = isAttribute ? attribute.text : isOfSelf ? undefined : first.text;
  return name === undefined ? [] : spans(statement.slice(equals + 1), [...path, name]);
}

/** The place of a value, and of the values in a mapping that is written out. */
function spans(tokens: readonly Token[], path: readonly string[]): readonly Literal[] {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return [];
  const whole: Literal = { path, from: first.at, to: last.at + last.text.length };
  if (first.text !== '{' || last.text !== '}') return [whole];
  const members = split(tokens.slice(1, -1)).flatMap((member) => {
    const [key, colon, ...value] = member;
    const name = key?.kind === 'string' ? stringValue(key.text) : key?.text;
    return colon?.text === ':' && name !== undefined ? spans(value, [...path, name]) : [];
  });
  return [whole, ...members];
}

/** What stands between the commas outside of brackets. */
function split(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'operator' && '([{'.includes(token.text)) depth++;
    else if (token.kind === 'operator' && ')]}'.includes(token.text)) depth--;
    if (depth === 0 && token.kind === 'operator' && token.text === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
