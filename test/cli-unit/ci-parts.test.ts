import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { likeness } from '../../src/cli/ci/alike.ts';
import { annotation } from '../../src/cli/ci/annotation.ts';
import { baselineText, readBaseline } from '../../src/cli/ci/baseline-file.ts';
import { baselineOption, marginOption } from '../../src/cli/ci/baseline-option.ts';
import { chooseBaseline } from '../../src/cli/ci/choose-baseline.ts';
import { type CiResult, ciResult } from '../../src/cli/ci/ci-result.ts';
import { ciSummary, markdownText } from '../../src/cli/ci/ci-summary.ts';
import { ciView } from '../../src/cli/ci/ci-view.ts';
import { ciConstants } from '../../src/cli/ci/constants.io.ts';
import { defaultName } from '../../src/cli/ci/default-name.ts';
import { type Measured, measuredOf } from '../../src/cli/ci/measured.ts';
import { githubOutput } from '../../src/cli/ci/github-output.ts';
import { metricsReport } from '../../src/cli/ci/metrics-report.ts';
import { percentChange, remarks, verdictSentence } from '../../src/cli/ci/texts.ts';
import { updatedBaseline } from '../../src/cli/ci/update-baseline.ts';
import { styleFor } from '../../src/cli/output/style.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';
import type { MachineInfo } from '../../src/hardware/machine-info.ts';
import { aRecord, type RecordWishes } from '../book/a-record.ts';

const machine: MachineInfo = {
  cpu: 'AMD EPYC 7763',
  sockets: 1,
  cores: 4,
  threads: 4,
  ramBytes: 16e9,
  gpus: [],
  chassis: 'server',
  virtual: true,
  container: false,
  os: 'Ubuntu 24.04',
};
const constants = ciConstants();
const { sameRam } = constants;

function record(wishes: RecordWishes = {}): RunRecord {
  return aRecord({ machine, name: 'bench', ...wishes });
}

function measured(wishes: RecordWishes = {}): Measured {
  return measuredOf(record(wishes));
}

function result(
  old: readonly Measured[],
  fresh: readonly Measured[],
  more: Partial<CiResult> = {},
): CiResult {
  const [first = measured()] = fresh;
  const chosen = chooseBaseline(old, first, {
    sameRam,
    figure: 'attributed',
    byName: false,
    anyMachine: false,
    most: 10,
  });
  const question = { margin: 0.1, figure: 'attributed' as const, fresh, chosen, from: 'in the book' };
  return { ...ciResult({ ...question, constants, hasFailed: false }), ...more };
}

describe('machines', () => {
  it('are the same by their host, alike by their description, else different for a reason', () => {
    const here = measured();
    const reasons = (other: Measured) => {
      const like = likeness(other, here, sameRam);
      return like.kind === 'different' ? like.reasons : like.kind;
    };
    expect(reasons(measured())).toBe('same');
    expect(reasons(measured({ hostId: 'h2' }))).toBe('alike');
    expect(reasons(measured({ hostId: 'h2', machine: { ...machine, ramBytes: 16.2e9 } }))).toBe('alike');
    expect(reasons(measured({ machine: { ...machine, cpu: 'Intel Xeon' } }))).toEqual(['another CPU']);
    expect(reasons(measured({ machine: { ...machine, threads: 8 } }))).toEqual(['another number of cores']);
    expect(reasons(measured({ machine: { ...machine, gpus: ['T4'] } }))).toEqual(['other GPUs']);
    expect(reasons(measured({ machine: { ...machine, ramBytes: 32e9 } }))).toEqual(['another memory size']);
    expect(reasons(measured({ machine: null }))).toEqual(['machine known of one only']);
    expect(reasons({ ...here, methods: { ...here.methods, cpu: 'model' } })).toEqual([
      'measured in another way (cpu)',
    ]);
    expect(reasons({ ...here, calibrationId: 'new' })).toEqual(['another calibration']);
  });

  it('that are different are left out and counted, and compared only when asked for', () => {
    const other = measured({ machine: { ...machine, cpu: 'Intel Xeon' } });
    const old = [measured(), other, other, measured({ energyJ: null })];
    const chosen = chooseBaseline(old, measured(), {
      sameRam,
      figure: 'attributed',
      byName: false,
      anyMachine: false,
      most: 10,
    });
    expect(chosen.runs).toHaveLength(1);
    expect(chosen.leftOut).toEqual([
      ['another CPU', 2],
      ['no energy but bounds', 1],
    ]);
    const all = chooseBaseline(old, measured(), {
      sameRam,
      figure: 'attributed',
      byName: false,
      anyMachine: true,
      most: 2,
    });
    expect(all.runs.map(({ like }) => like.kind)).toEqual(['same', 'different']);
    expect(result([other], [measured()]).verdict).toBe('unlike');
    const named = chooseBaseline([measured({ name: 'x' })], measured(), {
      sameRam,
      figure: 'attributed',
      byName: true,
      anyMachine: true,
      most: 2,
    });
    expect(named).toEqual({ runs: [], leftOut: [['another name', 1]] });
    expect(result([], [measured()], {}).verdict).toBe('no-baseline');
  });
});

describe('a result', () => {
  const old = [3600, 3620, 3590].map((energyJ) => measured({ energyJ }));

  it('has a verdict only where something can be compared', () => {
    expect(result(old, [measured({ energyJ: 7200 })]).verdict).toBe('over');
    expect(result(old, [measured({ energyJ: 3600 })]).verdict).toBe('within');
    expect(result(old, [measured({ energyJ: 3970 })]).verdict).toBe('unsure');
    expect(result([], [measured()]).verdict).toBe('no-baseline');
    expect(result(old, [measured({ energyJ: null })]).verdict).toBe('no-energy');
  });

  it('without a baseline says how there will be one', () => {
    const none = result([], [measured()], { from: 'in the book' });
    const file = { ...none, from: 'in the file' };
    expect(verdictSentence(none)).toContain('the next run has this one');
    expect(verdictSentence(file)).toContain('--update-baseline');
    expect(verdictSentence({ ...file, updated: 'done' })).toContain('the next run has this one');
  });

  it('has the energy above idle beside it, which decides only where it is asked for', () => {
    const noisy = [3000, 4200, 3600].map((joules) => ({
      ...measured({ energyJ: joules }),
      energy: {
        ...measured({ energyJ: joules }).energy,
        active: old[0]?.energy.active ?? measured().energy.active,
      },
    }));
    const one = measured({ energyJ: 3900 });
    const fresh = { ...one, energy: { ...one.energy, active: measured({ energyJ: 7200 }).energy.active } };
    const told = result(noisy, [fresh, fresh]);
    expect([told.verdict, told.aboveIdle?.verdict]).toEqual(['unsure', 'over']);
    expect(remarks(told)).toContain(
      'The energy above idle is surely above +10%: --figure active compares that.',
    );
    expect(ciSummary(told)).toContain('Above idle: ');
    const waited = {
      ...measured({ energyJ: 7200 }),
      energy: { ...measured({ energyJ: 7200 }).energy, active: measured({ energyJ: 3600 }).energy.active },
    };
    expect(remarks(result(old, [waited])).join()).toMatch(/above idle has surely not grown so much/);
  });

  it('says what is not alike', () => {
    const others = [measured({ hostId: 'h2', command: ['make'], trackerVersion: '0.0.9' })];
    expect(remarks(result(others, [measured()]))).toEqual([
      '1 baseline run measured on another machine of the same description: what such machines differ by is in the interval.',
      'The command line is not the same in all runs.',
      'The runs were measured by different versions of joulebook.',
    ]);
  });

  it('fits the terminal, whatever its width and the names', () => {
    const evil = measured({ name: 'x\u001b[2J'.repeat(30), energyJ: 7200 });
    for (const width of [40, 60, 80, 120]) {
      for (const unicode of [true, false]) {
        const lines = ciView(result(old, [evil]), { width, unicode, style: styleFor(false), unit: 'Wh' });
        for (const line of lines) {
          expect(textWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toContain('\u001b');
          if (!unicode) expect(line).toMatch(/^[\u0020-\u007e]*$/);
        }
      }
    }
  });

  it('as a workflow command cannot be left by a name', () => {
    const text =
      annotation(result(old, [measured({ name: 'a\n::set-output name=x::y, b', energyJ: 7200 })])) ?? '';
    expect(text).toMatch(
      /^::error title=Energy of a%0A%3A%3Aset-output name=x%3A%3Ay%2C b%3A over the margin::.*\n$/,
    );
    expect(text.trimEnd()).not.toContain('\n');
    expect(annotation(result(old, [measured()]))).toBeUndefined();
    expect(annotation(result([], [measured()]))).toMatch(/^::warning /);
    expect(annotation(result(old, [measured({ energyJ: 7200 })], { updated: 'done' }))).toMatch(/^::notice /);
    expect(annotation(result([], [measured()], { updated: 'done' }))).toMatch(/^::notice /);
  });

  it('as outputs of a step has a line for each figure, whatever the names', () => {
    const name = 'x\nverdict=within';
    const lines = githubOutput(result(old, [measured({ name, energyJ: 7200 })]))
      .trimEnd()
      .split('\n');
    const outputs = new Map(lines.map((line) => line.split('=') as [string, string]));
    expect(lines).toHaveLength(9);
    expect(outputs.get('verdict')).toBe('over');
    expect(Number(outputs.get('energy_joules'))).toBeCloseTo(7200, 6);
    expect(Number(outputs.get('ratio'))).toBeCloseTo(7200 / 3603.3, 3);
    expect(Number(outputs.get('ratio_low'))).toBeLessThan(Number(outputs.get('ratio')));
    expect(outputs.get('margin')).toBe('0.1');
    const unknown = githubOutput(result([], [measured({ energyJ: null })]));
    expect(unknown).toMatch(/^verdict=no-energy\nenergy_joules=\nenergy_low_joules=1\n/);
    expect(unknown).toMatch(/^ratio=$/m);
  });

  it('as Markdown has a row for each run and cannot be left by a name', () => {
    const name = '<img src=x> | `a` [b](c) @me\n# d';
    const text = ciSummary(result(old, [measured({ name, energyJ: 7200 })]));
    expect(text.match(/^\| /gm)).toHaveLength(1 + 1 + 3);
    expect(text).toContain('+100%');
    expect(text).not.toContain('<img');
    expect(text).not.toContain('\n# d');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        expect(markdownText(any)).not.toMatch(/[\n|<>`[\]@*_]/);
      }),
    );
  });

  it('for GitLab has names that stay the same from job to job', () => {
    const [one, two] = [7200, 3600].map((energyJ) => metricsReport(result(old, [measured({ energyJ })])));
    const names = (text = '') =>
      text
        .split('\n')
        .filter((line) => !line.startsWith('#'))
        .map((line) => line.replace(/ \S+$/, ''));
    expect(names(one)).toEqual(names(two));
    expect(one).toContain('joulebook_ci_energy_joules{name="bench"} 7200\n');
    expect(one).toMatch(/# EOF\n$/);
  });
});

describe('a baseline file', () => {
  it('is read as it was written, newest first', () => {
    const runs = [1, 2, 3].map((n) => measured({ startedAt: `2026-11-2${n}T10:00:00.000Z` }));
    const read = readBaseline(baselineText(runs), 'f.json');
    expect(read.ok && read.value).toEqual({ runs: [...runs].reverse(), isOurs: true });
    expect(baselineText(runs).trimEnd().split('\n')).toHaveLength(5);
    expect(readBaseline(`\uFEFF${baselineText(runs)}`, 'f')).toEqual(readBaseline(baselineText(runs), 'f'));
  });

  it('may be a run.json, or what show, ls and export write', () => {
    const one = record();
    for (const value of [
      one,
      { schema: 'joulebook.show/1', ok: true, data: one },
      { schema: 'joulebook.ls/1', ok: true, data: { runs: [one], total: 1 } },
      { schema: 'joulebook.export/1', runs: [one] },
    ]) {
      const read = readBaseline(JSON.stringify(value), 'f.json');
      expect(read.ok && read.value).toEqual({
        runs: [measuredOf(JSON.parse(JSON.stringify(one)) as RunRecord)],
        isOurs: false,
      });
    }
  });

  it('that is none is refused with the reason', () => {
    const why = (text: string): string => {
      const read = readBaseline(text, 'f.json');
      return read.ok ? '' : `${read.error.code} ${read.error.why}`;
    };
    expect(why('{')).toMatch(/^E_CONFIG It is no JSON/);
    expect(why('[]')).toBe('E_CONFIG It holds no runs.');
    expect(why('{"runs":[{"id":"x"}]}')).toBe('E_CONFIG A run of it has no name.');
    const { energy: _, ...bare } = measured();
    expect(why(JSON.stringify({ runs: [bare] }))).toBe('E_CONFIG A run of it has no energy.');
    expect(why(JSON.stringify({ runs: [{ ...measured(), machine: 'x' }] }))).toMatch(/how it was measured/);
    fc.assert(
      fc.property(fc.json(), (text) => {
        readBaseline(text, 'f.json');
      }),
    );
  });

  it('takes new runs in; where the level has changed they replace the old ones of this machine only', () => {
    const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T10:00:00.000Z`;
    const old = Array.from({ length: 12 }, (_, i) => measured({ startedAt: day(i + 1) }));
    const other = measured({ machine: { ...machine, cpu: 'Intel Xeon' }, startedAt: day(2) });
    const fresh = [measured({ startedAt: day(25) })];
    const joined = updatedBaseline([...old, other], fresh, { replaced: new Set(), sameRam });
    expect(joined).toHaveLength(11);
    expect(joined[0]).toBe(fresh[0]);
    expect(joined.at(-1)).toBe(other);
    const replaced = new Set(old.slice(1).map(({ id }) => id));
    const beside = old[0] as Measured; // came from a job beside this one
    const job = measured({ name: 'another job' });
    expect(updatedBaseline([...old, other, job], fresh, { replaced, sameRam })).toEqual([
      ...fresh,
      beside,
      other,
      job,
    ]);
  });
});

describe('what is written on the command line', () => {
  it('--margin is a percentage; a bare number is a part of 1', () => {
    const margin = (text: string) => {
      const read = marginOption(text);
      return read.ok ? read.value : read.error.code;
    };
    expect(['10%', '0.1', '.05', '150%', '0%', '0'].map(margin)).toEqual([0.1, 0.1, 0.05, 1.5, 0, 0]);
    expect(['10', '-5%', 'ten', '', '5 kWh', '1'].map(margin)).toEqual(Array(6).fill('E_USAGE'));
  });

  it('--baseline is a number of runs, a file or a run', () => {
    const baseline = (text: string) => {
      const read = baselineOption(text);
      return read.ok ? read.value : read.error.code;
    };
    expect(baseline('last')).toEqual({ kind: 'last', most: 10 });
    expect(baseline('last:3')).toEqual({ kind: 'last', most: 3 });
    expect(['last:0', 'last:x', 'last:', 'last:1e3', 'last:-1'].map(baseline)).toEqual(
      Array(5).fill('E_USAGE'),
    );
    expect(baseline('energy.json')).toMatchObject({ looksLikeFile: true });
    expect(baseline('@prev')).toMatchObject({ looksLikeFile: false });
    expect(baseline('lastly')).toMatchObject({ kind: 'named' });
  });

  it('a run without a name has one that follows from its command', () => {
    expect(defaultName(['/usr/bin/python', 'train.py', '--lr', '0.1'])).toBe('python-train.py-lr-0.1');
    expect(defaultName(['make', 'bench'])).toBe('make-bench');
    expect(defaultName(['İ'])).toMatch(/^[\p{L}\p{N}._=-]+$/u);
    expect(defaultName(['a'.repeat(40) + '𝒜'.repeat(9)])).toMatch(/^a{40}-[\da-f]{6}$/);
    const long = (end: string) => defaultName(['python', '-c', 'x'.repeat(200) + end]);
    expect(long('a')).not.toBe(long('b'));
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (command) => {
        const name = defaultName(command);
        expect(name).toBe(defaultName([...command]));
        expect(name.length).toBeLessThanOrEqual(48);
        expect(name).toMatch(/^[\p{L}\p{N}._=-]+$/u);
      }),
    );
  });

  it('a change is a percentage that is zero only where there is none', () => {
    expect([1, 1.14, 0.97, 1.004, 1.00012, 3.59, 12, 0.5, null].map((x) => percentChange(x))).toEqual([
      '0%',
      '+14%',
      '−3%',
      '+0.4%',
      '+0.01%',
      '+259%',
      '×12',
      '−50%',
      'unknown',
    ]);
    expect(percentChange(0.97, { ascii: true })).toBe('-3%');
  });
});
