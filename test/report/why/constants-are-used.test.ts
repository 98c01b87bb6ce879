import { expect, test } from 'vitest';
import { describeMachine } from '../../../src/hardware/describe-machine.io.ts';
import { figureOf } from '../../../src/report/why/figures.ts';
import { figuresOf } from '../../../src/report/why/tree-walk.ts';
import { describeRun } from '../../../src/run/describe-run.io.ts';
import { MACHINES } from '../../hardware/fake-machine.ts';
import { FakeRapl, TREES } from '../../meters/rapl/powercap-tree.ts';
import { evidenceOf, OPTIONS } from './a-measured-run.ts';

test.each(['laptop', 'two-socket server', 'desktop'])(
  'on a %s with counters the wall follows from the constants that are told as the meter has it',
  (machine) => {
    const rapl = new FakeRapl(TREES['two sockets with memory'], {}, MACHINES[machine]);
    const { event, meter } = describeRun(rapl.host, OPTIONS, describeMachine(rapl.host));
    const columns = meter.components.filter(({ available }) => available).length;
    const out = {
      energyJ: new Float64Array(columns),
      highJ: new Float64Array(columns),
      idleJ: new Float64Array(columns),
      basePart: 0,
    };
    meter.start(0);
    rapl.use({ cores0: 60e6, cores1: 20e6, memory0: 10e6 });
    meter.read({ nowS: 1, dtS: 1, cpuBusy: 0.5 }, out);
    meter.close();
    rapl.remove();
    const energy = [...out.energyJ];
    const names = event.components.filter(({ available }) => available).map(({ name }) => name);
    const other = energy[names.indexOf('other')] ?? Number.NaN;
    const chips = energy.reduce((sum, one) => sum + one, 0) - other;

    const e = evidenceOf(event, []);
    const tree = figureOf(e, 'other.machine');
    if (!tree.ok) throw new Error(tree.error.what);
    const told = (label: string): number =>
      figuresOf([tree.value]).find((figure) => figure.label === label)?.value ?? Number.NaN;
    const expected = (chips + told('base power')) / told('efficiency of the supply') - chips;
    expect(other).toBeCloseTo(expected, 6);
  },
);
