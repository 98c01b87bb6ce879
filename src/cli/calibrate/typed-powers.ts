import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { parsePower } from '../../units/quantity.ts';
import type { KeyValue } from '../spec/spec.ts';

/** A power that was read off a display at some load. */
export interface TypedPower {
  /** 0 to 1. */
  readonly load: number;
  readonly watts: number;
}

/** Reads `--idle`, `--full` and `--at-load`; sorted by load. Undefined where none is given. */
export function typedPowers(options: {
  readonly idle: string | undefined;
  readonly full: string | undefined;
  readonly atLoad: readonly KeyValue[];
}): Result<readonly TypedPower[] | undefined> {
  const { idle, full, atLoad } = options;
  if (idle === undefined && full === undefined && atLoad.length === 0) return ok(undefined);
  const powers: TypedPower[] = [];
  const entries = [
    ...(idle === undefined ? [] : [{ label: '--idle', load: 0, text: idle }]),
    ...(full === undefined ? [] : [{ label: '--full', load: 1, text: full }]),
    ...atLoad.map(({ key, value }) => ({ label: '--at-load', load: loadIn(key), text: value, key })),
  ];
  for (const { label, load, text, ...rest } of entries) {
    if (!(load >= 0 && load <= 1)) {
      const what = `--at-load ${'key' in rest ? rest.key : ''}: a load is asked for`;
      return err(
        problem(
          'E_USAGE',
          what,
          'A load is a part of all CPUs.',
          'Write e.g. `--at-load 0.5=150W` or `--at-load 50%=150W`.',
        ),
      );
    }
    const watts = parsePower(text, { label });
    if (!watts.ok) return watts;
    powers.push({ load, watts: watts.value });
  }
  const loads = powers.map(({ load }) => load);
  if (!loads.includes(0) || !loads.includes(1)) {
    const missing = loads.includes(0) ? '--full' : '--idle';
    const fix = 'Write both: joulebook calibrate --idle 62W --full 240W';
    return err(
      problem(
        'E_USAGE',
        `${missing} is missing`,
        'A calibration needs the power at idle and at full load.',
        fix,
      ),
    );
  }
  return ok(powers.sort((a, b) => a.load - b.load));
}

function loadIn(text: string): number {
  const match = /^\s*([\d.]+)\s*(%?)\s*$/.exec(text);
  if (match === null) return Number.NaN;
  return Number(match[1]) / (match[2] === '%' ? 100 : 1);
}
