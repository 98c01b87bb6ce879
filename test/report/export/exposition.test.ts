import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposition, type Family } from '../../../src/report/export/exposition.ts';

/** Reads the text format as its page describes it, strictly: a line that is none of its forms throws. */
function readSamples(
  text: string,
): readonly { name: string; labels: Record<string, string>; value: number }[] {
  const samples: { name: string; labels: Record<string, string>; value: number }[] = [];
  for (const line of text.slice(0, -1).split('\n')) {
    if (line.startsWith('#')) continue;
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/s.exec(line);
    if (match === null) throw new Error(`no sample: ${JSON.stringify(line)}`);
    const labels: Record<string, string> = {};
    const pairs = /([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"(,|$)/gy;
    const inside = match[2] ?? '';
    while (pairs.lastIndex < inside.length) {
      const pair = pairs.exec(inside);
      if (pair === null) throw new Error(`no labels: ${JSON.stringify(inside)}`);
      labels[pair[1] as string] = (pair[2] as string).replaceAll(/\\(.)/g, (_, c: string) =>
        c === 'n' ? '\n' : c,
      );
    }
    samples.push({ name: match[1] as string, labels, value: Number(match[3]) });
  }
  return samples;
}

const gauge = (labels: Record<string, string>, value: number): Family => ({
  name: 'energy_joules',
  type: 'gauge',
  unit: 'joules',
  help: 'Energy.',
  samples: [{ labels, value }],
});

describe('the text format', () => {
  it('gives any label and any number back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (text, value) => {
          for (const form of ['prometheus', 'openmetrics'] as const) {
            const [sample] = readSamples(exposition([gauge({ a: text, b: 'x' }, value)], form));
            expect(sample).toEqual({
              name: 'energy_joules',
              labels: { a: text, b: 'x' },
              value: value === 0 ? 0 : value,
            });
          }
        },
      ),
    );
  });

  it('names counters and infos as each form wants it', () => {
    const families: readonly Family[] = [
      {
        name: 'used_joules',
        type: 'counter',
        unit: 'joules',
        help: 'A "\\" b.',
        samples: [{ labels: {}, value: 2 }],
      },
      { name: 'run', type: 'info', help: 'x', samples: [{ labels: { id: 'a' }, value: 1 }] },
    ];
    expect(exposition(families, 'prometheus')).toBe(
      '# TYPE used_joules_total counter\n# HELP used_joules_total A "\\\\" b.\nused_joules_total 2\n' +
        '# TYPE run_info gauge\n# HELP run_info x\nrun_info{id="a"} 1\n',
    );
    expect(exposition(families, 'openmetrics')).toBe(
      '# TYPE used_joules counter\n# UNIT used_joules joules\n# HELP used_joules A \\"\\\\\\" b.\nused_joules_total 2\n' +
        '# TYPE run info\n# HELP run x\nrun_info{id="a"} 1\n# EOF\n',
    );
  });

  it('leaves out families without a sample', () => {
    expect(exposition([{ ...gauge({}, 1), samples: [] }], 'prometheus')).toBe('');
    expect(exposition([], 'openmetrics')).toBe('# EOF\n');
  });
});
