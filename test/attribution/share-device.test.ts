import fc from 'fast-check';
import { expect, test } from 'vitest';
import { middleOf, highOf, lowOf } from '../../src/attribution/ends.ts';
import { shareDevice } from '../../src/attribution/share-device.ts';
import { ownedJ, shareOut } from '../../src/attribution/share-out.ts';

const alone = { isHidden: false, slice: 1 };

test('who holds a device alone has all of it, also while it is quiet', () => {
  expect(shareDevice({ ...alone, parties: [{ claim: 1, smBusy: 0 }] }, 2)).toEqual({
    dynamic: [0, 1],
    idle: [0, 1],
  });
});

test('several holders share by SM time, and idle in equal parts', () => {
  const parties = [
    { claim: 0, smBusy: 0.6 },
    { claim: 'untracked' as const, smBusy: 0.1 },
    { claim: 0, smBusy: 0.1 },
  ];
  const shares = shareDevice({ ...alone, parties }, 1);
  expect(middleOf(shares.dynamic[0] ?? 0)).toBeCloseTo(0.875, 12);
  expect(shares.idle).toEqual([0.5]);
});

test('two quiet contexts share in equal parts; nobody there leaves it to nobody', () => {
  const quiet = [
    { claim: 0, smBusy: 0 },
    { claim: 1, smBusy: 0 },
  ];
  expect(shareDevice({ ...alone, parties: quiet }, 2).dynamic).toEqual([0.5, 0.5]);
  expect(shareDevice({ ...alone, parties: [] }, 2)).toEqual({ dynamic: [0, 0], idle: [0, 0] });
});

test('hidden users and untold times give bounds', () => {
  const one = [{ claim: 0, smBusy: 0.5 }];
  expect(shareDevice({ parties: one, isHidden: true, slice: 1 }, 1).dynamic).toEqual([[0, 1]]);
  expect(shareDevice({ parties: [], isHidden: true, slice: 1 }, 2).idle).toEqual([
    [0, 1],
    [0, 1],
  ]);
  const untold = [
    { claim: 0, smBusy: Number.NaN },
    { claim: 1, smBusy: 0.3 },
  ];
  expect(shareDevice({ ...alone, parties: untold }, 2)).toEqual({
    dynamic: [
      [0, 1],
      [0, 1],
    ],
    idle: [0.5, 0.5],
  });
});

test('a run that cannot see a device owns nothing of its hidden users', () => {
  const shares = shareDevice({ parties: [], isHidden: true, slice: 1, cannotHold: 0 }, 2);
  expect(shares).toEqual({ dynamic: [0, [0, 1]], idle: [0, [0, 1]] });
});

test('a slice is its part of the device', () => {
  expect(shareDevice({ parties: [{ claim: 0, smBusy: 0.2 }], isHidden: false, slice: 3 / 7 }, 1)).toEqual({
    dynamic: [3 / 7],
    idle: [3 / 7],
  });
});

const joules = fc.double({ min: 0, max: 1e5, noNaN: true });
const part = fc.double({ min: 0, max: 1, noNaN: true });
const party = fc.record({
  claim: fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constant('untracked' as const)),
  smBusy: fc.oneof(part, fc.constant(Number.NaN)),
});
const device = fc.record({ parties: fc.array(party, { maxLength: 5 }), isHidden: fc.boolean(), slice: part });

test('with GPUs too, what the runs, the trackers and nobody own is the machine, and nobody gets more than there is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(joules, part), { minLength: 5, maxLength: 5 }),
      fc.array(device, { minLength: 2, maxLength: 2 }),
      fc.array(joules, { minLength: 3, maxLength: 3 }),
      part,
      (energies, uses, cpu, basePart) => {
        const interval = {
          components: ['cpu', 'ram', 'gpu:0', 'gpu:1', 'other'],
          energyJ: energies.map(([e]) => e),
          idleJ: energies.map(([e, idle]) => e * idle),
          devices: [undefined, undefined, ...uses.map((use) => shareDevice(use, 3)), undefined],
          basePart,
          capacityCpuS: 3e5,
          busyCpuS: 2e5,
        };
        const out = shareOut(
          interval,
          cpu.map((cpuS) => ({ cpuS, reserved: 0 })),
          0,
        );
        for (const [c, energy] of interval.energyJ.entries()) {
          const owned = [...out.claims, out.tracker].reduce((sum, own) => sum + ownedJ(interval, own, c), 0);
          const whole = owned + (out.unattributedJ[c] ?? 0);
          expect(Math.abs(whole - energy)).toBeLessThanOrEqual(1e-9 * Math.max(1, energy));
        }
        for (const claim of out.claims) {
          for (const share of [...claim.dynamic, ...claim.idle]) {
            expect(lowOf(share)).toBeGreaterThanOrEqual(0);
            expect(highOf(share)).toBeGreaterThanOrEqual(lowOf(share));
            expect(highOf(share)).toBeLessThanOrEqual(1 + 1e-12);
          }
        }
      },
    ),
  );
});

test('the supply loses for whoever makes the chips work', () => {
  const interval = {
    components: ['cpu', 'gpu:0', 'other'],
    energyJ: [100, 300, 80],
    idleJ: [100, 100, 40],
    devices: [undefined, shareDevice({ ...alone, parties: [{ claim: 1, smBusy: 1 }] }, 2), undefined],
    basePart: 0.5,
    capacityCpuS: 2,
    busyCpuS: 1,
  };
  const claims = [
    { cpuS: 1, reserved: 0 },
    { cpuS: 0, reserved: 0 },
  ];
  const [first, second] = shareOut(interval, claims, 0).claims;
  expect([first?.dynamic[2], second?.dynamic[2]]).toEqual([0, 1]);
  // Half of its idle energy is base power, shared as the machine is; the other half follows the idle energy of the chips.
  expect([first?.idle[2], second?.idle[2]]).toEqual([0.5 * 0.5 + 0.5 * 0.25, 0.5 * 0.5 + 0.5 * 0.75]);
});
