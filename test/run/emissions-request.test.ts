import { expect, test } from 'vitest';
import { realHost } from '../../src/host/real-host.io.ts';
import { parseEmissionsRequest } from '../../src/run/emissions-request.ts';
import { knownRegion } from '../../src/run/known-region.io.ts';

const host = realHost();

test('what is not asked for is not there', () => {
  expect(parseEmissionsRequest(undefined)).toEqual({ ok: true, value: undefined });
  expect(parseEmissionsRequest({})).toEqual({
    ok: true,
    value: { scope: 'machine', write: 'append', row: {} },
  });
});

test('all of it', () => {
  const request = {
    scope: 'attributed',
    gpus: ['0', 'GPU-a'],
    pue: 1.2,
    wue: 0,
    cpuW: 100,
    ramW: 5,
    csv: '/tmp/e.csv',
    write: 'update',
    row: { project_name: 'p', region: null, no_such_column: 1 },
  };
  const parsed = parseEmissionsRequest(request);
  expect(parsed).toEqual({ ok: true, value: { ...request, row: { project_name: 'p', region: null } } });
});

test.each([{ scope: 'all' }, { pue: -1 }, { gpus: [1] }, { write: 'replace' }, { csv: 5 }])(
  '%j is refused',
  (request) => {
    expect(parseEmissionsRequest(request).ok).toBe(false);
  },
);

test.each([
  [['gcp:europe-west1', 'FRA'], 'BEL'],
  [['gcp:nowhere1', 'FRA'], 'FRA'],
  [['nonsense, XYZ', 'fra'], 'FRA'],
  [['XYZ'], null],
])('of %j the first that is known: %s', (names, code) => {
  expect(knownRegion(host, names)?.country?.code ?? null).toBe(code);
});

test('where none is known the last is kept, so that the place is not looked for elsewhere', () => {
  expect(knownRegion(host, ['nonsense, XYZ', 'XYZ'])?.region).toBe('XYZ');
  expect(knownRegion(host, [])).toBeUndefined();
});
