import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EnergyLedger } from '../../../src/meters/reading/energy-ledger.ts';

test('bounds handed over in a hole are not handed over again, and what is proven is counted in full', () => {
  const ledger = new EnergyLedger();
  ledger.start();
  ledger.count(10, 10);
  ledger.lack(100);
  expect(ledger.take()).toEqual([10, 110]);
  ledger.lack(150);
  ledger.lack(120);
  expect(ledger.take()).toEqual([0, 50]);
  ledger.count(40, 170);
  expect(ledger.take()).toEqual([40, 40]);
  expect(ledger.take()).toEqual([0, 0]);
});

test('whatever is taken when, the sums hold the truth, and the low one is all that was proven', () => {
  const hole = fc.record({
    proven: fc.integer({ min: 0, max: 100 }),
    spread: fc.integer({ min: 0, max: 100 }),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    lacks: fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 4 }),
    isTaken: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(hole, { maxLength: 30 }), (holes) => {
      const ledger = new EnergyLedger();
      ledger.start();
      let [truth, proven, low, high] = [0, 0, 0, 0];
      const take = (): void => {
        const [lowJ, highJ] = ledger.take();
        expect(highJ).toBeGreaterThanOrEqual(lowJ);
        low += lowJ;
        high += highJ;
      };
      for (const { lacks, isTaken, ...part } of holes) {
        for (const lack of lacks) {
          ledger.lack(lack * (part.proven + part.spread));
          take();
        }
        ledger.count(part.proven, part.proven + part.spread);
        proven += part.proven;
        truth += part.proven + part.spread * part.place;
        if (isTaken) take();
      }
      take();
      expect(low).toBeCloseTo(proven, 6);
      expect(high).toBeGreaterThanOrEqual(truth - 1e-6);
    }),
  );
});
