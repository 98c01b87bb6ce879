import { numberIn, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/**
 * Stable-Baselines3's tables, between lines of hyphens: a row opens a group (`| rollout/ | |`), those below are in it (`|    ep_rew_mean | 22.1 |`).
 * They stand where `time/total_timesteps` says.
 */
export function stableBaselines(): LineReader {
  let rows: Record<string, number> | undefined;
  let group = '';
  const taken = (): readonly Said[] => {
    const said = rows === undefined || Object.keys(rows).length === 0 ? [] : [placed(rows)];
    rows = undefined;
    return said;
  };
  return {
    read: ({ text }) => {
      const line = text.trim();
      if (/^-{5,}$/.test(line)) {
        const said = taken();
        rows = said.length === 0 ? {} : undefined;
        group = '';
        return said;
      }
      const [, name = '', cell = ''] = /^\|\s*([^|]+?)\s*\|\s*([^|]*?)\s*\|$/.exec(line) ?? [];
      if (rows === undefined || name === '') return undefined;
      if (cell === '' && name.endsWith('/')) {
        group = name;
        return [];
      }
      const number = numberIn(cell);
      if (number === undefined || group === '') return undefined;
      rows[group + name] = number;
      rows[name] ??= number;
      return [];
    },
    flush: taken,
  };
}

function placed(rows: Said): Said {
  const step = rows['time/total_timesteps'];
  return step === undefined ? rows : { ...rows, step };
}
