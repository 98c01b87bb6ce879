import type { Derivation } from '../../units/derivation.ts';
import { layerNode } from './energy-nodes.ts';
import type { Evidence } from './evidence.ts';
import { intensityNode } from './intensity-nodes.ts';
import { liveIntensityNode } from './live-nodes.ts';
import { fromRecordedSource, recorded } from './nodes.ts';

/** Location-based operational carbon: energy with the building × intensity. */
export function operationalNode(e: Evidence): Derivation {
  const facility = layerNode(e, 'facility', 'attributed');
  const intensity = intensityNode(e);
  return recorded('carbon.operational', 'operational carbon', e.record.carbon.operational, {
    formula: `${facility.label} × ${intensity.label}`,
    from: [facility, intensity],
    grade: e.record.grade,
    note: 'location-based, without the carbon of making the machine',
  });
}

/** Carbon by the contract, beside the other; undefined where none was told. */
export function marketNode(e: Evidence): Derivation | undefined {
  const { market } = e.record.carbon;
  if (market === undefined) return undefined;
  const facility = layerNode(e, 'facility', 'attributed');
  const intensity = marketIntensityNode(e);
  if (intensity === undefined) return undefined;
  return recorded('carbon.market.operational', 'carbon by the contract', market.operational, {
    formula: `${facility.label} × ${intensity.label}`,
    from: [facility, intensity],
    note: 'market-based; stands beside the location-based figure, never in its place',
  });
}

/** Marginal emissions, where a source of them was asked: another figure, and a part of no other. */
export function marginalNode(e: Evidence): Derivation | undefined {
  const { marginal } = e.record.carbon;
  if (marginal === undefined) return undefined;
  const { intensity, live, hourly: hours, emissions } = marginal;
  const facility = layerNode(e, 'facility', 'attributed');
  const id = 'carbon.marginal.intensity';
  const each = liveIntensityNode(e, { id, label: 'marginal intensity', intensity, live, hours });
  const isWhole = live.fraction > 1 - 1e-9;
  return recorded('carbon.marginal.emissions', 'marginal emissions', emissions, {
    formula: `${facility.label} × ${each.label}${isWhole ? '' : ', of the hours that are told'}`,
    from: [facility, each],
    note: 'what the grid emitted more for this energy; stands beside the operational carbon and is never added to it',
  });
}

/** Intensity of the electricity that was bought. */
export function marketIntensityNode(e: Evidence): Derivation | undefined {
  const { market } = e.record.carbon;
  return market === undefined
    ? undefined
    : fromRecordedSource(market.intensity.id, 'intensity of the contract', market.intensity, {
        note: '--market-intensity, or `market-intensity` of the settings',
      });
}

/** What the electricity cost: energy with the building × price; undefined where no price was told. */
export function costNode(e: Evidence): Derivation | undefined {
  const { cost } = e.record;
  const price = priceNode(e);
  if (cost === undefined || price === undefined) return undefined;
  const facility = layerNode(e, 'facility', 'attributed');
  return recorded('cost.total', 'cost of the electricity', cost.total, {
    formula: `${facility.label} × ${price.label}`,
    from: [facility, price],
  });
}

/** The price of a kilowatt-hour. */
export function priceNode(e: Evidence): Derivation | undefined {
  const { cost } = e.record;
  return cost === undefined
    ? undefined
    : fromRecordedSource(cost.price.id, 'price of a kWh', cost.price, {
        note: '--price, or `price` of the settings',
      });
}

/** Water of the site: energy at the wall × water usage effectiveness; undefined where that was not known. */
export function waterNode(e: Evidence): Derivation | undefined {
  const { water } = e.record;
  const wue = wueNode(e);
  if (water === undefined || wue === undefined) return undefined;
  const wall = layerNode(e, 'wall', 'attributed');
  return recorded('water.total', 'water of the site', water.total, {
    formula: `${wall.label} × ${wue.label}`,
    from: [wall, wue],
    note: 'for cooling on site; the water of the power plants is not in it',
  });
}

/** Water usage effectiveness. */
export function wueNode(e: Evidence): Derivation | undefined {
  const { water } = e.record;
  if (water === undefined) return undefined;
  const isGiven = water.wue.id === 'given.wue';
  return fromRecordedSource(water.wue.id, 'WUE', water.wue, {
    ...(isGiven ? { note: '--wue, or `wue` of the settings' } : {}),
    ...(isGiven
      ? {}
      : { assumed: `WUE: ${water.wue.note ?? "the provider's average"}; give your site's with --wue` }),
  });
}
