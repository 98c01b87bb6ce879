import { expect, test } from 'vitest';
import { Comparison, LAUNCHER } from './faithful.ts';

const place = new Comparison();

test('marks, stages, epochs and metrics of a shell script', () => {
  const script = [
    '$JB mark --stage prepare',
    '$JB mark ready',
    '$JB mark --stage train --epochs 2',
    '$JB mark --epoch 1 --metric loss=0.5',
    '$JB mark --epoch 2 --metric loss=0.25 --metric acc=1',
    '$JB mark --end-stage',
    '$JB mark done --quiet',
  ].join(' && ');
  const seen = place.wrapped(`$W sh -c '${script}'`, { env: { JB: LAUNCHER } });
  expect([seen.code, seen.stderr.toString()]).toEqual([0, '']);
  const { marks, metrics, energy } = place.lastRecord();
  expect(marks.map(({ name }) => name)).toEqual(['ready', 'done']);
  expect(marks[1]?.atS).toBeGreaterThan(marks[0]?.atS ?? Number.NaN);
  expect(metrics).toEqual({ loss: 0.25, acc: 1 });
  expect(Object.keys(energy.stages)).toEqual(['prepare', 'train']);
  expect(energy.epochs.map(({ n, metrics: values }) => [n, values])).toEqual([
    [1, { loss: 0.5 }],
    [2, { loss: 0.25, acc: 1 }],
  ]);
  const parts = Object.values(energy.stages).reduce((sum, stage) => sum + (stage.attributed.value ?? 0), 0);
  expect(parts).toBeLessThanOrEqual((energy.wall.attributed.value ?? 0) * 1.000001);
});

test.each([
  ['outside of a run', 'mark now', 3, 'not inside a run'],
  ['without a name', 'mark', 2, 'nothing to mark'],
  ['with a metric that is no number', 'mark x --metric loss=low', 2, 'no number'],
])('%s: a problem in three parts', (_, args, code, what) => {
  const seen = place.direct(`${LAUNCHER} ${args}`);
  expect(seen.code).toBe(code);
  expect(seen.stderr.toString()).toMatch(new RegExp(`^error: .*${what}`));
  expect(seen.stderr.toString()).toContain('fix: ');
});

test('lines that programs write themselves: torn and unknown ones cost only themselves', () => {
  const report = (text: string): string => `echo '${text}' >> "$JOULEBOOK_REPORT_FILE"`;
  const script = [
    report('{"epoch":1,"loss":0.5,"note":"text","acc":NaN}'),
    report('{"epoch":2,"lo'),
    report('{"epoch":3,"loss":0.1}'),
    `printf '{"mark":"no newline"}' >> "$JOULEBOOK_REPORT_FILE"`,
  ].join('; ');
  const seen = place.wrapped('$W bash -c "$SCRIPT"', { env: { SCRIPT: script }, options: '--card off' });
  expect(seen.code).toBe(0);
  expect(seen.stderr.toString().match(/no JSON/g)).toHaveLength(1);
  const { marks, metrics, energy, warnings } = place.lastRecord();
  expect(metrics).toEqual({ loss: 0.1 });
  expect(energy.epochs.map(({ n }) => n)).toEqual([1, 3]);
  expect(marks.map(({ name }) => name)).toEqual(['no newline']);
  expect(warnings.map(({ code }) => code)).toContain('E_PROTOCOL');
});
