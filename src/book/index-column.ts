import { type FieldName, FIELD_NAMES } from './filter-fields.ts';
import { UNITS_AT_ONCE } from './work-unit.ts';

/** Counts that few runs have: they stand together in `rare`, which is mostly empty, for each column costs every run its part of the making of the index. */
export const RARE_FIELDS: readonly FieldName[] = [
  'done.samples',
  'done.tokens',
  'done.requests',
  'done.steps',
  'done.epochs',
  'cacheHits',
];

/** What follows from other fields is worked out when it is asked for. */
const DERIVED: Partial<Record<FieldName, string>> = {
  per1kSamples: perWorkSql('done.samples', UNITS_AT_ONCE),
  per1kTokens: perWorkSql('done.tokens', UNITS_AT_ONCE),
  per1kRequests: perWorkSql('done.requests', UNITS_AT_ONCE),
  per1kSteps: perWorkSql('done.steps', UNITS_AT_ONCE),
  perEpoch: perWorkSql('done.epochs', 1),
};

/** Fields that have a column of their own in the index. */
export const STORED_FIELDS: readonly FieldName[] = FIELD_NAMES.filter(
  (name) => !RARE_FIELDS.includes(name) && DERIVED[name] === undefined,
);

/** How the index gives a field. Text is folded. */
export function columnOf(field: FieldName): string {
  if (RARE_FIELDS.includes(field)) return rareSql(field);
  return DERIVED[field] ?? `"${field}"`;
}

function rareSql(field: FieldName): string {
  return `json_extract(rare, '$."${field}"')`;
}

/** As `perWork` does it: SQLite too says null of a division by nothing. */
function perWorkSql(count: FieldName, times: number): string {
  return `("energy" / ${rareSql(count)} * ${times})`;
}
