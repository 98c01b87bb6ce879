import type { Examination } from './examination.ts';
import { worstOf } from './check.ts';
import { idleFrom, powerNow } from './component-checks.ts';
import { cpuPerHour, cpuPerReading } from './overhead-check.ts';
import { written } from '../../units/estimate.ts';

/** An examination as `--json` tells it: powers in W, times in s; null where nothing is known. */
export function doctorJson(found: Examination, fixes: readonly string[]): unknown {
  const { checks, grade, readings, components, overhead } = found;
  return {
    state: worstOf(checks),
    grade,
    checks,
    channels: readings.map(({ channel, lowW, highW, failed }) => ({
      target: channel.target,
      method: channel.method,
      label: channel.label,
      grade: channel.grade,
      uuid: channel.uuid ?? null,
      lowW: known(lowW),
      highW: known(highW),
      failed: failed ?? null,
    })),
    components: components.map((one) => {
      const power = powerNow(one);
      const { name, method, grade: its, available, reason, shareMethod } = one.info;
      return {
        name,
        method,
        grade: its,
        available,
        reason: reason ?? null,
        shareMethod,
        power: power === undefined ? null : written(power, 'W'),
        idleW: known(one.idleW ?? Number.NaN),
        idleFrom: idleFrom(one),
      };
    }),
    overhead: {
      readings: overhead.readings,
      intervalS: overhead.intervalS,
      cpuSPerReading: cpuPerReading(overhead),
      cpuSPerHour: cpuPerHour(overhead),
      rssBytes: overhead.rssBytes,
    },
    fixes,
  };
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
