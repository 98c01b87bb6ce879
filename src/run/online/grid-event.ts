import type { GridEvent } from '../../book/journal-event.ts';
import type { Figures } from '../../grid/live/figures.ts';
import { minuteText } from '../../grid/live/json-fields.ts';
import type { LiveSourceFacts, LiveSourceId } from '../../grid/live/live-table.ts';

/** What a run writes down of what a live source has told. */
export function gridEvent(
  id: LiveSourceId,
  facts: LiveSourceFacts,
  zone: string,
  { hours, last, refusal }: Figures,
): GridEvent {
  const { name, about: url, licence, basis, accounting } = facts;
  return {
    k: 'grid',
    source: id,
    name,
    zone: last?.zone ?? zone,
    basis,
    boundary: last?.boundary ?? facts.boundary,
    ...(accounting === undefined ? {} : { accounting }),
    licence,
    url,
    hours: hours.map(({ hourMs, gPerKwh, how, sd }) => ({ hour: minuteText(hourMs), g: gPerKwh, how, sd })),
    ...(hours.length === 0
      ? {}
      : { askedAt: new Date(Math.max(...hours.map(({ askedMs }) => askedMs))).toISOString() }),
    ...(refusal === undefined ? {} : { failure: refusal.problem.why ?? refusal.problem.what }),
  };
}
