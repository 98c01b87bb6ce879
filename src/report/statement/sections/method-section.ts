import { intensityWithBand, missing, quantityOnCard } from '../../../units/format.ts';
import type { Block, Section } from '../document.ts';
import { componentWords } from '../measured-words.ts';
import type { ConstantUse } from '../places.ts';
import { kindText, runsText, saidHours, saidTime } from '../said.ts';
import type { Statement } from '../statement.ts';

/** How the figures came about: machines, meters, places, constants with their sources. */
export function methodSection({ components, machines, places, pues, totals }: Statement): Section {
  const measured = componentWords(components);
  const blocks: Block[] = [
    {
      kind: 'text',
      text: 'Energy is that attributed to the runs, at the wall: what their processes used above idle, and their share of the idle power of the machine while they lasted. Only whole runs are added up; a run inside another is part of it. The same source of error adds up over runs, different ones in quadrature.',
    },
    ...(measured === '' ? [] : [{ kind: 'text' as const, text: `Measured: ${measured}.` }]),
    {
      kind: 'table',
      title: 'Machines',
      table: {
        columns: [
          { title: 'Machine' },
          { title: 'Number', isNumber: true },
          { title: 'Runs', isNumber: true },
          { title: 'Time', isNumber: true },
          { title: 'Accelerators', isNumber: true },
          { title: 'System' },
        ],
        rows: machines.map(({ text, hosts, runs, durationS, gpuS, os, cloud }) => [
          text,
          String(hosts),
          String(runs),
          saidTime(durationS),
          gpuS > 0 ? saidHours(gpuS) : missing(),
          [cloud, os].filter(Boolean).join(', '),
        ]),
      },
    },
  ];
  if (places.length > 0) blocks.push(placesTable(places));
  if (pues.length > 0) blocks.push(puesTable(pues));
  blocks.push({
    kind: 'text',
    text: `Operational carbon is energy at the wall × PUE × carbon intensity. ${totals.operational.length > 1 ? 'Kinds of intensity are kept apart. ' : ''}Embodied carbon is the part of making each machine that falls to the time and the share of a run. No offsets and no certificates are subtracted.`,
  });
  return { id: 'method', heading: 'How it was measured', blocks };
}

function placesTable(places: Statement['places']): Block {
  return {
    kind: 'table',
    title: 'Carbon intensity',
    table: {
      columns: [
        { title: 'Place' },
        { title: 'Known by' },
        { title: 'Intensity', isNumber: true },
        { title: 'Kind' },
        { title: 'Source' },
        { title: 'Runs', isNumber: true },
      ],
      rows: places.map((place) => [
        place.zoneName,
        place.zoneFrom === 'time-zone' ? 'the time zone: a guess' : place.zoneFrom,
        intensityWithBand({ ...place, errors: {} }),
        [kindText(place), ...(place.accounting === undefined ? [] : [`by ${place.accounting}`])].join(', '),
        [place.live, sourceText(place)].filter(Boolean).join('; '),
        runsText(place.runs),
      ]),
    },
  };
}

function puesTable(pues: Statement['pues']): Block {
  return {
    kind: 'table',
    title: 'PUE',
    table: {
      columns: [
        { title: 'PUE', isNumber: true },
        { title: 'Source' },
        { title: 'Note' },
        { title: 'Runs', isNumber: true },
      ],
      rows: pues.map((pue) => [
        quantityOnCard({ ...pue, errors: {} }, '').trim(),
        sourceText(pue),
        pue.note ?? '',
        runsText(pue.runs),
      ]),
    },
  };
}

function sourceText({ source, year, licence, url }: ConstantUse): string {
  const parts = [
    source,
    ...(year === undefined ? [] : [String(year)]),
    ...(licence === undefined ? [] : [licence]),
  ];
  return `${parts.join(', ')}${url === undefined ? '' : ` <${url}>`}`;
}
