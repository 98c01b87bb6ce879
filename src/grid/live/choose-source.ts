import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { priceAreaOf } from './energinet.ts';
import type { LiveSourceId } from './live-table.ts';
import type { LivePlace } from './live-zone.ts';

/** What the user has to offer to live sources. */
export interface SourceChoice {
  /** `grid-source`. */
  readonly source?: LiveSourceId | undefined;
  readonly hasElectricityMaps: boolean;
  readonly hasWattTime: boolean;
  /** `watttime-region`. */
  readonly wattTimeRegion?: string | undefined;
}

/**
 * The sources to ask: the one that is configured; with `--online` alone Electricity Maps where there is a key, else the system operator of the place where it tells
 * figures to everybody. WattTime's marginal figures come beside them where there is an account and a region.
 */
export function chooseSources(
  choice: SourceChoice,
  place: LivePlace | undefined,
): Result<readonly LiveSourceId[]> {
  const average = choice.source ?? averageFor(choice, place);
  const hasMarginal = choice.hasWattTime && choice.wattTimeRegion !== undefined;
  const beside = hasMarginal && average !== 'watttime' ? (['watttime'] as const) : [];
  if (average !== undefined) return ok([average, ...beside]);
  if (beside.length > 0) return ok(beside);
  const where = place?.name ?? 'an unknown place';
  const why =
    'Electricity Maps needs a key, and the sources without one cover Great Britain and DK1, DK2 only';
  const fix = 'set ELECTRICITYMAPS_TOKEN, or leave --online out';
  return err(problem('E_GRID', `no live source of carbon intensity can be asked for ${where}`, why, fix));
}

function averageFor(
  { hasElectricityMaps }: SourceChoice,
  place: LivePlace | undefined,
): LiveSourceId | undefined {
  if (hasElectricityMaps) return 'electricity-maps';
  const zone = place?.zone ?? '';
  if (zone === 'GB') return 'gb';
  return priceAreaOf(zone) === undefined ? undefined : 'energinet';
}
