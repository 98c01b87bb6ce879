import type { RunRecord } from '../../book/run-record.ts';
import type { Warning } from '../../errors.ts';
import type { GridPlace } from '../../grid/grid-place.ts';
import { matchPlace } from '../../grid/places.io.ts';
import { findPlace } from '../../grid/where.ts';
import { placeTables, systemTimeZone } from '../../grid/where.io.ts';
import { describeMachine } from '../../hardware/describe-machine.io.ts';
import type { CliContext } from '../context.ts';

/** Where we are, with all figures of the place. */
export interface PlaceHere {
  readonly place?: GridPlace;
  /** By the clock only. */
  readonly isGuess: boolean;
  readonly warnings: readonly Warning[];
}

/** Where the run was, else where this machine is: option, configuration, cloud, clock. */
export function placeHere(
  context: CliContext,
  region: string | undefined,
  isOption: boolean,
  run: RunRecord | undefined,
): PlaceHere {
  const { host } = context;
  const ofRun = run?.carbon.intensity;
  if (!isOption && ofRun !== undefined && ofRun !== null && ofRun.zoneFrom !== 'unknown') {
    const text = ofRun.place ?? ofRun.zone;
    const match = matchPlace(host, text);
    if (match.kind === 'found')
      return { place: match.value, isGuess: ofRun.zoneFrom === 'time-zone', warnings: [] };
  }
  const machine = describeMachine(host).info;
  const { place, warnings } = findPlace(
    {
      ...(isOption ? { option: region } : { config: region }),
      cloud: machine.cloud,
      cloudRegion: machine.cloudRegion,
      timeZone: systemTimeZone(host),
    },
    placeTables(host),
  );
  if (place.kind === 'unknown') return { isGuess: false, warnings };
  // The look-up by code knows one figure of a place; here all are wanted.
  const whole = matchPlace(host, place.place.id);
  return {
    place: whole.kind === 'found' ? whole.value : place.place,
    isGuess: place.kind === 'guess',
    warnings,
  };
}
