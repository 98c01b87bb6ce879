import type { Estimate } from '../units/estimate.ts';
import { written } from '../units/estimate.ts';
import { electricityCost, operationalCarbon, waterUsed } from './footprint.ts';
import type { MachineEvent } from './journal-event.ts';
import type { MarketRecord, RunRecord } from './run-record.ts';

type Known = Pick<MachineEvent, 'pue' | 'price' | 'wue' | 'market' | 'intensity'> | undefined;

/** The water of a run, where the water usage effectiveness of its site is known. */
export function waterRecord(wall: Estimate, machine: Known): Pick<RunRecord, 'water'> {
  const wue = machine?.wue;
  return wue === undefined ? {} : { water: { total: written(waterUsed(wall, wue), 'L'), wue } };
}

/** The money of a run, where a price is known. */
export function costRecord(wall: Estimate, machine: Known): Pick<RunRecord, 'cost'> {
  const price = machine?.price;
  if (price === undefined) return {};
  return { cost: { total: written(electricityCost(wall, machine?.pue, price), price.currency), price } };
}

/**
 * Market-based carbon of a run: by the intensity of the electricity that was bought. It stands beside the location-based figure and never in its
 * place (GHG Protocol Scope 2 Guidance, 2015, asks for both).
 */
export function marketRecord(wall: Estimate, machine: Known): { readonly market?: MarketRecord } {
  const intensity = machine?.market;
  if (intensity === undefined) return {};
  return {
    market: { operational: written(operationalCarbon(wall, machine?.pue, intensity), 'g'), intensity },
  };
}
