import { problem } from '../../errors.ts';
import { hostId } from '../../hardware/host-id.io.ts';
import { readCalibrations, removeCalibration } from '../../meters/calibration/calibration-file.io.ts';
import type { Calibration } from '../../meters/calibration/calibration.ts';
import { powerWithBand } from '../../units/format.ts';
import { estimate } from '../../units/estimate.ts';
import type { CliContext } from '../context.ts';
import { renderTable } from '../output/table.ts';

/** `calibrate --list`: the calibrations of this machine, the newest last: it is the one in use. */
export function listCalibrations(context: CliContext): number {
  const stored = readCalibrations(context.host, hostId(context.host));
  if (stored.problem !== undefined) context.warn(stored.problem);
  const { calibrations } = stored;
  if (context.json) return context.succeed({ calibrations });
  if (calibrations.length === 0) {
    if (!context.quiet) context.err('this machine has no calibration; make one: joulebook calibrate\n');
    return 0;
  }
  const titles = ['ID', 'MADE', 'IDLE', 'FULL LOAD', 'BY'];
  const rows = calibrations.map((calibration) => cellsOf(calibration, !context.unicode));
  const lines = renderTable(
    titles.map((title, k) => (k < 2 ? { title, keep: true as const } : { title })),
    rows,
    { width: context.columns, unicode: context.unicode, paintTitle: context.style.bold },
  );
  context.out(`${lines.join('\n')}\n`);
  return 0;
}

function cellsOf({ id, madeAt, byLoad, meter, gain }: Calibration, ascii: boolean): readonly string[] {
  const watts = ({ value, sd }: { readonly value: number; readonly sd: number }): string =>
    powerWithBand(estimate(value, { gain, fit: sd / value }), { ascii });
  return [id, madeAt.slice(0, 16).replace('T', ' '), watts(byLoad.idleW), watts(byLoad.fullW), meter];
}

/** `calibrate --remove ID`. */
export function removeOne(context: CliContext, id: string): number {
  const { found, problem: failed } = removeCalibration(context.host, hostId(context.host), id);
  if (failed !== undefined) return context.fail(failed);
  if (!found) {
    const fix = 'joulebook calibrate --list shows those that there are';
    return context.fail(problem('E_NOT_FOUND', `no calibration ${id} of this machine`, undefined, fix));
  }
  if (!context.json && !context.quiet) context.err(`removed calibration ${id}\n`);
  return context.succeed({ removed: id });
}
