import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelTables } from '../../../src/meters/model/model-tables.io.ts';
import {
  fitErrors,
  type ServerFacts,
  usualTdp,
  usualYear,
  wallByFit,
  wallFeatures,
} from '../../../src/meters/model/wall-fit.ts';

const { wall: fit } = modelTables();

const anyServer: fc.Arbitrary<ServerFacts> = fc.record({
  tdpW: fc.double({ min: 1, max: 2000, noNaN: true }),
  sockets: fc.integer({ min: 1, max: 128 }),
  coresPerSocket: fc.integer({ min: 1, max: 1024 }),
  smt: fc.boolean(),
  ramGB: fc.double({ min: 0.1, max: 100_000, noNaN: true }),
  year: fc.integer({ min: 1990, max: 2090 }),
  vendor: fc.constantFrom('amd', 'intel', 'other'),
  entry: fc.boolean(),
  generation: fc.constantFrom(...fit.generations, 'never seen'),
});

const SERVER: ServerFacts = {
  tdpW: 205,
  sockets: 2,
  coresPerSocket: 28,
  smt: true,
  ramGB: 192,
  year: 2019,
  vendor: 'intel',
  entry: false,
  generation: 'skylake',
};

describe('the wall model', () => {
  it('idle is above zero and every level above the one below, whatever the server', () => {
    fc.assert(
      fc.property(anyServer, (facts) => {
        const watts = wallByFit(facts, fit);
        expect(watts[0]).toBeGreaterThan(0);
        for (let k = 1; k < watts.length; k += 1) expect(watts[k]).toBeGreaterThan(watts[k - 1] ?? 0);
      }),
    );
  });
  it('rises with load even with coefficients that say otherwise', () => {
    const odd = {
      ...fit,
      idle: fit.full.map((c) => c + 0.5),
      shape: fit.shape.map((of) => of.map(() => 0.3)),
    };
    const watts = wallByFit(SERVER, odd);
    for (let k = 1; k < watts.length; k += 1) expect(watts[k]).toBeGreaterThan(watts[k - 1] ?? 0);
  });
  it('does not extrapolate: beyond what the fit has seen a server is as one at the edge, in proportion to its TDP', () => {
    const { domain } = fit;
    const perW = (facts: ServerFacts): number =>
      (wallByFit(facts, fit)[10] ?? 0) / facts.tdpW / facts.sockets;
    const edge = { ...SERVER, year: domain.year[1], coresPerSocket: domain.coresPerSocket[1] };
    expect(perW({ ...edge, year: 2080, coresPerSocket: 4000 })).toBeCloseTo(perW(edge), 12);
    const large = { ...SERVER, tdpW: domain.tdpW[1], sockets: 64, ramGB: 1e9 };
    expect(perW({ ...large, tdpW: 3 * domain.tdpW[1] })).toBeCloseTo(perW(large), 12);
  });
  it('an unknown memory is the usual amount', () => {
    const { ramGB: _, ...bare } = SERVER;
    const usual = fit.domain.usualGBPerW * SERVER.tdpW * SERVER.sockets;
    const told = wallByFit({ ...SERVER, ramGB: usual }, fit);
    wallByFit(bare, fit).forEach((watts, k) => expect(watts).toBeCloseTo(told[k] ?? 0, 9));
  });
  it('a dual-socket server of 2019 (2 x 205 W, 192 GB) is near what such servers were published with', () => {
    const watts = wallByFit(SERVER, fit);
    // SPECpower results of two Platinum 8280 with 192 GB: about 50 W idle, 185 to 230 W at half load, 400 to 480 W at full load.
    expect(watts[0]).toBeGreaterThan(40);
    expect(watts[0]).toBeLessThan(75);
    expect(watts[5]).toBeGreaterThan(170);
    expect(watts[5]).toBeLessThan(250);
    expect(watts[10]).toBeGreaterThan(380);
    expect(watts[10]).toBeLessThan(500);
  });
  it('has a coefficient for every feature', () => {
    const size = wallFeatures(SERVER, fit.domain, fit.generations).length;
    for (const coefficients of [fit.idle, fit.full, ...fit.shape]) expect(coefficients).toHaveLength(size);
    expect(fit.shape).toHaveLength(9);
  });
  it('knows generations that it has not seen less well', () => {
    expect(fitErrors('skylake', fit)).toBe(fit.seen);
    expect(fitErrors('never seen', fit)).toBe(fit.unseen);
    expect(fitErrors(undefined, fit)).toBe(fit.unseen);
    for (const side of [0, 1] as const) {
      expect(fit.unseen.spread[side]).toBeGreaterThanOrEqual(fit.seen.spread[side]);
      expect(fit.unseen.idleSpread[side]).toBeGreaterThan(fit.seen.idleSpread[side]);
    }
    fit.unseen.taper.forEach((left, k) => expect(left).toBeGreaterThanOrEqual(fit.seen.taper[k] ?? 1));
  });
  it('more cores and later years have more TDP, and later CPUs more cores', () => {
    const tdp = (coresPerSocket: number, year: number): number =>
      usualTdp({ coresPerSocket, year, entry: false }, fit);
    expect(tdp(64, 2023)).toBeGreaterThan(tdp(16, 2023));
    expect(tdp(64, 2023)).toBeGreaterThan(200);
    expect(tdp(4, 2009)).toBeLessThan(140);
    const years = [2, 8, 28, 64, 128].map((cores) => usualYear(cores, fit));
    for (let k = 1; k < years.length; k += 1) expect(years[k]).toBeGreaterThanOrEqual(years[k - 1] ?? 0);
  });
});
