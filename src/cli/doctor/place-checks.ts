import type { Problem } from '../../errors.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import { fromSourced } from '../../units/sourced-estimate.ts';
import { carbonOnCard, intensityWithBand, printIntensity, type PrintOptions } from '../../units/format.ts';
import type { Sourced } from '../../units/sourced.ts';
import { type Check, check } from './check.ts';

const FROM: Readonly<Record<SourcedIntensity['zoneFrom'], string>> = {
  option: 'as asked for',
  config: 'from the settings',
  cloud: "the cloud's region",
  'time-zone': 'a guess',
  unknown: '',
  given: '',
};

/** Where the electricity comes from, and what the building adds. */
export function placeChecks(
  place: {
    readonly intensity: SourcedIntensity;
    readonly pue: Sourced;
    readonly embodied?: { readonly total: Sourced; readonly lifetimeS: number } | undefined;
    /** Why nothing is known of `embodied`. */
    readonly embodiedReason?: string | undefined;
    readonly market?: Sourced | undefined;
    readonly wue?: Sourced | undefined;
    readonly price?: Sourced | undefined;
    /** What is wrong with the region as it was set. */
    readonly problems: readonly Problem[];
  },
  print: PrintOptions,
): readonly Check[] {
  const wrong = place.problems.map(({ what, why, fix }) =>
    check('place.region', ['place', 'Region'], 'fail', what, { why, fix }),
  );
  const region = wrong.length > 0 ? wrong : [regionCheck(place.intensity)];
  return [
    ...region,
    intensityCheck(place.intensity, print),
    pueCheck(place.pue, print),
    marketCheck(place.market, print),
    embodiedCheck(place, print),
    waterCheck(place.wue, print),
    priceCheck(place.price),
  ];
}

function regionCheck({ zone, zoneName, zoneFrom, note }: SourcedIntensity): Check {
  const about = ['place', 'Region'] as const;
  if (zoneFrom === 'given') return check('place.region', about, 'ok', 'not needed: the intensity is given');
  if (zoneFrom === 'unknown') {
    const fix = 'joulebook config set region FR (your country), or --intensity';
    return check('place.region', about, 'warn', 'not known: carbon has bounds and no value', {
      why: note,
      fix,
    });
  }
  const what = `${zoneName}, ${FROM[zoneFrom]}`;
  if (zoneFrom !== 'time-zone') return check('place.region', about, 'ok', what);
  return check('place.region', about, 'note', what, {
    why: note,
    fix: `joulebook config set region ${zone} (if that is where it is)`,
  });
}

function intensityCheck(intensity: SourcedIntensity, print: PrintOptions): Check {
  const { basis, boundary, source, year, licence, value } = intensity;
  const kind = basis === 'given' ? [] : [`${basis}, ${boundary}`];
  const from = [source, year === undefined ? '' : `${year}`, licence ?? ''].filter((text) => text !== '');
  const what = [intensityWithBand(fromSourced(intensity), print), ...kind].join(', ');
  return check('place.intensity', ['place', 'Carbon'], value === null ? 'warn' : 'ok', what, {
    details: from.length === 0 ? [] : [from.join(', ')],
  });
}

function pueCheck(pue: Sourced, print: PrintOptions): Check {
  const about = ['place', 'PUE'] as const;
  const { value, low, high, source, grade, note, year } = pue;
  const to = print.ascii === true ? '-' : '–';
  const band =
    low !== null && high !== null && low !== high ? ` (${low.toFixed(1)}${to}${high.toFixed(1)})` : '';
  const from = year === undefined ? source : `${source}, ${year}`;
  const what = `${value?.toFixed(2) ?? '?'}${band}`;
  const state = grade === 'C' ? 'note' : 'ok';
  return check('place.pue', about, state, what, { why: note, details: [from] });
}

function marketCheck(market: Sourced | undefined, print: PrintOptions): Check {
  const about = ['place', 'Market'] as const;
  if (market !== undefined) {
    const what = `${printIntensity(market.value, print)}, market-based carbon beside the location-based`;
    return check('place.market', about, 'ok', what, { details: [market.source] });
  }
  return check('place.market', about, 'note', 'not given: carbon is location-based only', {
    fix: 'joulebook config set market-intensity "30 g/kWh" (what your contract says)',
  });
}

function embodiedCheck(
  { embodied, embodiedReason }: Parameters<typeof placeChecks>[0],
  print: PrintOptions,
): Check {
  const about = ['place', 'Embodied'] as const;
  if (embodied === undefined)
    return check('place.embodied', about, 'note', 'not known: no embodied carbon is said', {
      why: embodiedReason,
    });
  const { total, lifetimeS } = embodied;
  const years = Math.round(lifetimeS / YEAR_S);
  const what = `${carbonOnCard(fromSourced(total), print)} to make the machine, over ${years} years`;
  return check('place.embodied', about, total.grade === 'C' ? 'note' : 'ok', what, {
    why: total.note,
    details: [total.source],
  });
}

const YEAR_S = 365.2425 * 86_400;

function waterCheck(wue: Sourced | undefined, print: PrintOptions): Check {
  const about = ['place', 'Water'] as const;
  if (wue === undefined) {
    return check('place.water', about, 'note', 'not known: no water is said', {
      why: 'it depends on the cooling of the site, and this is none of a cloud that publishes it',
      fix: 'joulebook config set wue 0.18 (litres of your site for each kWh at the wall)',
    });
  }
  const { value, low, high, source, year } = wue;
  const to = print.ascii === true ? '-' : '–';
  const band = low === null || high === null || low === high ? '' : ` (${low}${to}${high})`;
  const from = year === undefined ? source : `${source}, ${year}`;
  return check('place.water', about, 'ok', `${value ?? '?'}${band} L/kWh on the site`, { details: [from] });
}

function priceCheck(price: Sourced | undefined): Check {
  const about = ['place', 'Price'] as const;
  if (price !== undefined) {
    return check('place.price', about, 'ok', `${price.value ?? '?'} ${price.unit}`, {
      details: [price.source],
    });
  }
  return check('place.price', about, 'note', 'not given: no cost is said', {
    fix: 'joulebook config set price 0.25 (and currency, if it is not EUR)',
  });
}
