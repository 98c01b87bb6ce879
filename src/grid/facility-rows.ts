import { type Problem, problem } from '../errors.ts';
import { type ProviderNames, providerKey } from '../hardware/provider-name.ts';
import { err, ok, type Result } from '../result.ts';
import type { Sourced } from '../units/sourced.ts';
import { type FacilityTable, ranged, siteRange } from './facility-figures.ts';

/** First line of a user's `pue.csv` or `wue.csv`; the columns after `value` may be empty. */
export const FACILITY_HEADER = 'provider,region,value,low,high,year,source,url';

/** A row of a user's table. */
export interface FacilityRow {
  /** As `providerKey` folds it. */
  readonly provider: string;
  /** Empty: all of the provider's regions. */
  readonly region: string;
  readonly figure: Sourced;
}

/** Rows of a user's table, and what is wrong with others; undefined where the file has another header and so is not ours. */
export function parseFacilityRows(
  text: string,
  path: string,
  table: FacilityTable,
  names: ProviderNames,
): { readonly rows: readonly FacilityRow[]; readonly problems: readonly Problem[] } | undefined {
  const [header, ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (header?.replaceAll(' ', '') !== FACILITY_HEADER) return undefined;
  const rows: FacilityRow[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const row = readRow(line, { file: path, line: index + 2, text: line }, table, names);
    if (row.ok) rows.push(row.value);
    else problems.push(row.error);
  }
  return { rows, problems };
}

function readRow(
  line: string,
  at: NonNullable<Problem['at']>,
  table: FacilityTable,
  names: ProviderNames,
): Result<FacilityRow> {
  const { quantity, least, most } = table;
  const name = quantity.toUpperCase();
  const cells = line.split(',').map((cell) => cell.trim());
  const [provider = '', region = '', ...rest] = cells;
  const [value = '', low = '', high = '', year = '', source = '', ...url] = rest;
  const fail = (why: string, fix: string): Result<FacilityRow> =>
    err(problem('E_CONFIG', `${at.file}, line ${at.line}: this ${name} is not used`, why, fix, at));
  if (provider === '') return fail('The provider is missing.', `The columns are ${FACILITY_HEADER}.`);
  const number = Number(value);
  if (value === '' || !(number >= least && number <= most))
    return fail(
      `A ${name} is a number from ${least} to ${most}; here stands "${value}".`,
      'Write e.g. `1.2`.',
    );
  const site = siteRange(number, table);
  const bounds = { low: low === '' ? site.low : Number(low), high: high === '' ? site.high : Number(high) };
  if (!(bounds.low <= number && bounds.low >= least && bounds.high >= number))
    return fail(
      `The interval from "${low}" to "${high}" does not hold ${value}.`,
      'Leave both empty for the usual one.',
    );
  const key = providerKey(provider, names);
  const figure: Sourced = {
    ...ranged({ value: number, ...bounds }, table, region === '' ? key : `${key}.${region}`),
    source: source === '' ? `given in ${at.file}` : source,
    ...(/^\d{4}$/.test(year) ? { year: Number(year) } : {}),
    ...(url.length > 0 && url[0] !== '' ? { url: url.join(',') } : {}),
  };
  return ok({ provider: key, region: region.toLowerCase(), figure });
}

/** The row for this region, else the provider's row for all of them. */
export function rowFor(
  rows: readonly FacilityRow[],
  provider: string,
  region: string | undefined,
): Sourced | undefined {
  const own = rows.filter((row) => row.provider === provider);
  const found = own.find((row) => row.region === (region ?? '')) ?? own.find((row) => row.region === '');
  return found?.figure;
}
