import type { SourcedIntensity } from '../../../grid/intensity.ts';
import { intensitySpread } from '../../../grid/intensity.io.ts';
import { intensityOfPlace } from '../../../grid/place-intensity.ts';
import type { Host } from '../../../host/host.ts';
import type { Route } from '../../../server/route.ts';
import { readSettings } from '../../config/read-settings.io.ts';
import type { Settings } from '../../config/settings.ts';
import { createContext } from '../../context.io.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import { placeHere } from '../../regions/place-here.io.ts';
import { onlineSettings } from '../../run/online-settings.ts';
import { askCommand } from '../ask-command.io.ts';
import { bookHours } from '../grid/book-hours.io.ts';
import { liveHours } from '../grid/live-hours.io.ts';
import { replyOf } from '../reply-of.io.ts';
import type { Surroundings } from './surroundings.io.ts';

const OPTIONS = ['kind', 'provider', 'near', 'figure', 'energy', 'duration'] as const;

/**
 * `/regions?kind=&provider=&near=&figure=`: as `joulebook regions --json`, which asks nobody. `/grid`: where this is, and the hours that runs of the book have from live sources.
 * `/grid/live`: what the source of the settings tells of the last week and the next two days, which may take its time; where none is set nobody is asked.
 */
export function gridRoutes({ book, host, bookWords }: Surroundings): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/regions',
      answer: async ({ word }) => {
        const words = OPTIONS.flatMap((name) => {
          const value = word(name);
          return value === undefined ? [] : [`--${name}=${value}`];
        });
        return replyOf(await askCommand(host, 'regions', [...bookWords, ...words]));
      },
    },
    {
      method: 'GET',
      path: '/grid',
      answer: async () => {
        const settings = await readSettings(host);
        const online = onlineSettings(settings, false);
        if (!online.ok) return { status: 400, body: errorEnvelope('ui', online.error, []) };
        const { here, intensity } = whereHere(host, settings);
        const kept = bookHours(book);
        const data = {
          here:
            here.place === undefined
              ? null
              : { id: here.place.id, name: here.place.name, isGuess: here.isGuess, intensity },
          isConfigured: online.value !== undefined,
          book: { hours: kept.hours, runs: kept.runs },
          nowMs: host.clock.wallMs(),
        };
        return { status: 200, body: successEnvelope('ui', data, [...here.warnings, ...kept.problems]) };
      },
    },
    {
      method: 'GET',
      path: '/grid/live',
      answer: async () => {
        const settings = await readSettings(host);
        const online = onlineSettings(settings, false);
        if (!online.ok) return { status: 400, body: errorEnvelope('ui', online.error, []) };
        if (online.value === undefined)
          return { status: 200, body: successEnvelope('ui', { live: null, nowMs: host.clock.wallMs() }, []) };
        const { intensity } = whereHere(host, settings);
        const { hours, problems } = await liveHours(host, online.value, intensity);
        const data = { live: hours, nowMs: host.clock.wallMs() };
        return { status: 200, body: successEnvelope('ui', data, problems) };
      },
    },
  ];
}

function whereHere(
  host: Host,
  settings: Settings,
): { readonly here: ReturnType<typeof placeHere>; readonly intensity: SourcedIntensity | undefined } {
  const about = { command: 'ui', json: true, quiet: true, noColor: true, verbose: 0 };
  const silent = createContext(host, about, settings, { out: () => undefined, err: () => undefined });
  const here = placeHere(silent, settings.get('region').text, false, undefined);
  const { place } = here;
  return { here, intensity: place === undefined ? undefined : intensityOfPlace(place, intensitySpread()) };
}
