import * as fc from 'fast-check';
import type { Comparison, Condition, Operand, Pattern, SortKey } from '../../src/book/filter-ast.ts';
import { fold } from '../../src/book/filter-ast.ts';
import { FIELD_NAMES } from '../../src/book/filter-fields.ts';
import { rowOf, type IndexRow } from '../../src/book/index-row.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { aRecord, folderOf } from './a-record.ts';

/** Few letters, so that patterns meet texts: cases, wildcards of SQL, characters beyond the first plane, a Σ that folds by place. */
const letter = fc.constantFrom(
  'a',
  'B',
  'b',
  '*',
  '?',
  '[',
  ']',
  '%',
  '_',
  'é',
  'É',
  'Σ',
  '😀',
  '\uFFFD',
  ' ',
  '"',
);
const word = fc.string({ unit: letter, maxLength: 5 });
const number = fc.constantFrom(-1, 0, 0.1, 0.30000000000000004, 1, 2, 3600, 1e300, 5e-324);
const count = fc.constantFrom(0, 1, 3, 3600, 2 ** 53 - 1);
const energy = number.map((value) => ({ value, low: value, high: value, unit: 'J', errors: {} }));
const key = fc.constantFrom('lr', 'acc', 'a b', 'toString', '__proto__x');

const record: fc.Arbitrary<RunRecord> = fc
  .record({
    second: fc.integer({ min: 0, max: 5 }),
    name: word,
    project: word,
    command: fc.array(word, { maxLength: 2 }),
    state: fc.constantFrom('ok', 'failed', 'running'),
    grade: fc.constantFrom('A', 'B', 'C', 'D'),
    exitCode: fc.option(fc.integer({ min: 0, max: 2 })),
    durationS: number,
    energyJ: fc.option(number),
    co2G: fc.option(number),
    tags: fc.uniqueArray(word, { maxLength: 3 }),
    params: fc.dictionary(key, fc.oneof(number, word, fc.boolean(), fc.constant(null), fc.constant('1e0')), {
      maxKeys: 3,
    }),
    metrics: fc.dictionary(key, number, { maxKeys: 3 }),
    done: fc.record({ samples: count, tokens: count, steps: count }, { requiredKeys: [] }),
    cache: fc.record({ hits: count, saved: energy }),
  })
  .map(({ second, ...rest }) =>
    aRecord({ ...rest, startedAt: new Date(Date.UTC(2026, 10, 1, 0, 0, second)).toISOString() }),
  );

/** Rows of a book; ids differ. */
export const someRows: fc.Arbitrary<readonly IndexRow[]> = fc
  .array(record, { minLength: 1, maxLength: 8 })
  .map((records) => records.map((one) => rowOf(one, folderOf(one))));

const operand: fc.Arbitrary<Operand> = fc.oneof(
  fc.constantFrom(...FIELD_NAMES).map((field) => ({ field })),
  key.map((param) => ({ param })),
  key.map((metric) => ({ metric })),
  fc.constantFrom('tag' as const, 'words' as const).map((any) => ({ any })),
);

const pattern: fc.Arbitrary<Pattern> = fc.array(
  fc.oneof(
    fc.constantFrom('*' as const, '?' as const),
    word.map((text) => ({ text: fold(text) })),
  ),
  { maxLength: 4 },
);

const comparison = fc.constantFrom<Comparison[]>('<', '<=', '=', '>=', '>');

export const someCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.record({ op: fc.constant('like' as const), on: operand, pattern }),
    fc.record({ op: fc.constant('compare' as const), on: operand, with: comparison, value: number }),
    fc.record({ op: fc.constant('not' as const), of: tie('condition') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('condition'), { maxLength: 3 }),
    }),
  ),
})).condition;

const sortable = operand.filter((by) => !('any' in by));
export const someSort: fc.Arbitrary<readonly SortKey[]> = fc.array(
  fc.record({ by: sortable, descending: fc.boolean() }),
  { maxLength: 2 },
);
