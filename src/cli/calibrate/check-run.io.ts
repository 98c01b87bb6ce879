import { type Problem, problem } from '../../errors.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { biasOf } from '../../meters/calibration/bias.ts';
import { readWattCsv } from '../../meters/whole/watt-csv.io.ts';
import { wholeConstants } from '../../meters/whole/whole-constants.io.ts';
import { energyBetween } from '../../meters/whole/watt-series.ts';
import { calibrationConstants } from '../../meters/calibration/constants.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { fromWritten, Z90 } from '../../units/estimate.ts';
import { scale } from '../../units/arithmetic.ts';
import type { Check } from './check.io.ts';

/** Holds the energy of a finished run against the table that a logger recorded meanwhile. Its clock must tell the time of day and the date. */
export function checkByRun(record: RunRecord, path: string): Result<Check> {
  const table = readWattCsv(path);
  if (!table.ok) return table;
  const { clock } = table.value;
  if (clock !== 'utc' && clock !== 'local') return err(untold(path));
  const startMs = Date.parse(record.startedAt);
  const aheadS = clock === 'utc' ? 0 : -new Date(startMs).getTimezoneOffset() * 60;
  const fromS = startMs / 1000 + aheadS;
  const { durationS } = record;
  if (record.state === 'running' || !(durationS > 0)) return err(unfinished(record.name));
  const { lowJ, missingS } = energyBetween(
    table.value,
    fromS,
    fromS + durationS,
    wholeConstants().methods['plug:shelly'].maxW,
  );
  if (missingS > MOST_MISSING * durationS) return err(uncovered(path, record.name, missingS, durationS));
  const coveredS = durationS - missingS;
  const { typed } = calibrationConstants();
  const predicted = scale(fromWritten(record.energy.wall.machine), 1 / durationS);
  const row = { label: record.name, meterW: lowJ / coveredS, sdW: 0, predicted };
  const bias = biasOf(row, typed.within / Z90);
  return ok({
    calibration: record.energy.calibrationId ?? null,
    meter: path,
    rows: [{ ...row, bias }],
    overall: bias,
  });
}

/** The table may miss this part of a run. */
const MOST_MISSING = 0.02;

function untold(path: string): Problem {
  const fix = 'let the logger write dates and times, e.g. 2026-05-01T12:00:00Z';
  return problem(
    'E_PARAMS',
    `the times in ${path} have no date`,
    'so it cannot be told what of it belongs to the run',
    fix,
  );
}

function unfinished(name: string): Problem {
  return problem('E_USAGE', `${name} has no end yet`, undefined, 'wait until it has ended');
}

function uncovered(path: string, name: string, missingS: number, durationS: number): Problem {
  const why = `${missingS.toFixed(0)} of the ${durationS.toFixed(0)} s of ${name} are not in it`;
  return problem(
    'E_PARAMS',
    `${path} was not recorded during the run`,
    why,
    'check the logger’s clock and time zone, and take the table of that run',
  );
}
