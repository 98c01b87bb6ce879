import { faultAt } from './condition-fault.ts';
import { conditionTokens, type Token } from './condition-tokens.ts';
import type { Comparison, ConditionTree, Operand } from './condition-tree.ts';
import type { ParameterValue } from './configuration.ts';

/** Conditions nest no deeper: the parser goes down with them. */
const DEEPEST = 50;

/** Words that stand for values; Python's spelling is taken too. */
const CONSTANTS: ReadonlyMap<string, ParameterValue> = new Map<string, ParameterValue>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
]);
const SIGNS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/**
 * Reads a condition: comparisons (`== != < <= > >= in not in`) joined by `and`, `or`, `not` and parentheses; `and` binds closer than
 * `or`. Throws a {@link ConditionFault}.
 */
export function parseCondition(text: string): ConditionTree {
  const tokens = conditionTokens(text);
  let next = 0;
  let depth = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(next + ahead, tokens.length - 1)] as Token;
  const isNext = (word: string, ahead = 0): boolean => {
    const { kind, text: here } = peek(ahead);
    return (kind === 'name' || kind === 'sign') && here === word;
  };
  const takes = (word: string): boolean => {
    const found = isNext(word);
    if (found) next++;
    return found;
  };

  function anyOf(): ConditionTree {
    let left = allOf();
    while (takes('or')) left = { is: 'or', left, right: allOf() };
    return left;
  }

  function allOf(): ConditionTree {
    let left = negation();
    while (takes('and')) left = { is: 'and', left, right: negation() };
    return left;
  }

  function negation(): ConditionTree {
    if (++depth > DEEPEST)
      throw faultAt(peek(), `It is nested more than ${DEEPEST} deep.`, 'Write it in fewer steps.');
    try {
      return takes('not') ? { is: 'not', inner: negation() } : grouped();
    } finally {
      depth--;
    }
  }

  function grouped(): ConditionTree {
    if (!isNext('(')) return comparison();
    const opened = peek();
    next++;
    const inner = anyOf();
    if (!takes(')')) throw faultAt(opened, 'A parenthesis is not closed.', 'Close it with `)`.');
    return inner;
  }

  function comparison(): ConditionTree {
    const left = operand();
    const operator = comparisonSign();
    if (operator === undefined) return { is: 'flag', operand: left };
    const right = operator === 'in' || operator === 'not in' ? listOrOperand() : operand();
    if (SIGNS.has(peek().text) && peek().kind === 'sign')
      throw faultAt(
        peek(),
        'One comparison follows another.',
        'Write `low < x and x < high` for `low < x < high`.',
      );
    return { is: 'comparison', operator, left, right };
  }

  function comparisonSign(): Comparison | undefined {
    const { kind, text: sign } = peek();
    if (kind === 'sign' && SIGNS.has(sign)) {
      next++;
      return sign as Comparison;
    }
    if (takes('in')) return 'in';
    if (takes('not-in')) return 'not in';
    if (isNext('not') && isNext('in', 1)) {
      next += 2;
      return 'not in';
    }
    return undefined;
  }

  function operand(): Operand {
    const token = peek();
    const { kind, text: word, at, length } = token;
    next++;
    if (kind === 'string') return { of: 'constant', value: word, at, length };
    if (kind === 'number') return { of: 'constant', value: Number(word.replaceAll('_', '')), at, length };
    const constant = kind === 'name' ? CONSTANTS.get(word) : undefined;
    if (constant !== undefined) return { of: 'constant', value: constant, at, length };
    if (kind === 'name' && !['and', 'or', 'not', 'in'].includes(word))
      return { of: 'parameter', name: word, at, length };
    next--;
    throw kind === 'end'
      ? faultAt(token, 'It ends where a parameter or a value should stand.', 'Finish it.')
      : faultAt(
          token,
          `"${word}" stands where a parameter or a value should.`,
          'Write a parameter before it.',
        );
  }

  function listOrOperand(): Operand {
    const opened = peek();
    const closing = isNext('[') ? ']' : isNext('(') ? ')' : undefined;
    if (closing === undefined) {
      const one = operand();
      if (one.of === 'constant')
        throw faultAt(
          one,
          'Behind `in` stands a list.',
          `Write \`in [${text.slice(one.at, one.at + one.length)}]\`.`,
        );
      return one;
    }
    next++;
    const values: ParameterValue[] = [];
    while (!isNext(closing)) {
      if (peek().kind === 'end')
        throw faultAt(opened, 'A list is not closed.', `Close it with \`${closing}\`.`);
      const one = operand();
      if (one.of === 'parameter')
        throw faultAt(one, `"${one.name}" is no value.`, `Write text in quotes: \`'${one.name}'\`.`);
      values.push(one.value);
      if (!takes(',') && !isNext(closing))
        throw faultAt(opened, 'A list is not closed.', `Close it with \`${closing}\`.`);
    }
    const { at, length } = peek();
    next++;
    return { of: 'constant', value: values, at: opened.at, length: at + length - opened.at };
  }

  const tree = anyOf();
  const rest = peek();
  if (rest.kind !== 'end')
    throw faultAt(
      rest,
      `"${rest.text}" stands where the condition should be at its end.`,
      'Join comparisons with `and` or `or`.',
    );
  return tree;
}
