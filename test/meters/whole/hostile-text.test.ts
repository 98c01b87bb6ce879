import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChallenge } from '../../../src/meters/whole/auth-challenge.ts';
import { parseDcmi } from '../../../src/meters/whole/dcmi-text.ts';
import { parsePlugUrl } from '../../../src/meters/whole/plug-url.ts';
import { SHELLY_GEN1 } from '../../../src/meters/whole/shelly-gen1.ts';
import { SHELLY_GEN2 } from '../../../src/meters/whole/shelly-gen2.ts';
import { TASMOTA } from '../../../src/meters/whole/tasmota.ts';
import { parseWattCsv } from '../../../src/meters/whole/watt-csv.ts';
import { wholeConstants } from '../../../src/meters/whole/whole-constants.io.ts';

/** Text with the letters that mean something to one of the parsers. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        'time',
        'W',
        'power',
        ',',
        ';',
        '\t',
        '"',
        '\n',
        '1',
        '2026-05-01',
        '12:00:00',
        '.',
        ' ',
        '-',
        '%',
        '@',
        '://',
        'shelly',
        'Digest ',
        'nonce="',
        'qop=',
        'Watts',
        'power reading:',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);

test('no text makes a parser throw', () => {
  fc.assert(
    fc.property(text, (any) => {
      parseChallenge(any);
      parseDcmi(any);
      parsePlugUrl(any);
      const csv = parseWattCsv(any);
      if (!csv.ok) return;
      const { timesS, watts } = csv.value;
      for (let k = 1; k < timesS.length; k += 1)
        expect(timesS[k]).toBeGreaterThan(timesS[k - 1] ?? Number.NaN);
      expect(watts.every((power) => power >= 0)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('no JSON makes a plug’s language throw, and what it reads is a power', () => {
  const fields = fc.constantFrom(
    'sys',
    'switch:0',
    'em:0',
    'apower',
    'aenergy',
    'total',
    'meters',
    'power',
    'StatusSNS',
    'ENERGY',
    'Power',
    'Total',
    'WARNING',
  );
  const leaf = fc.oneof(fc.double(), fc.constant(null), fc.string(), fc.boolean());
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fields, tie('json'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(json, json, fc.integer({ min: 0, max: 2 }), (first, later, channel) => {
      for (const language of [SHELLY_GEN1, SHELLY_GEN2, ...TASMOTA]) {
        const route = language.routeFrom(first, channel);
        if (route === undefined || !('path' in route)) continue;
        const reading = route.read(later);
        if (reading.watts === undefined) expect(reading.why).toBeTruthy();
        else expect(reading.watts >= 0 && Number.isFinite(reading.watts)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

test('every constant says how large, from where and how it is known', () => {
  for (const [name, method] of Object.entries(wholeConstants().methods)) {
    expect(method, name).toMatchObject({
      within: expect.any(Number) as number,
      maxW: expect.any(Number) as number,
      source: expect.stringMatching(/./) as string,
      licence: expect.stringMatching(/./) as string,
      kind: expect.stringMatching(/^(published|judged)$/) as string,
    });
    expect(method.within).toBeGreaterThan(0);
    expect(method.within).toBeLessThan(0.5);
  }
});
