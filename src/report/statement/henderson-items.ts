import { namedPlace } from '../../grid/named-place.ts';
import type { Facts } from './facts.ts';
import { type Found, type Item, itemOf } from './item.ts';
import {
  answerAppendix,
  answerDeployment,
  answerHardware,
  answerPackages,
  answerPeriod,
  answerPue,
  answerSocialCost,
} from './item-answers.ts';
import { componentWords, powerWords, useWords } from './measured-words.ts';
import { kindText, runsText, saidEnergy, saidOperational, saidTime } from './said.ts';

/**
 * What Henderson et al. ask for (JMLR 21(248), 2020): 1–12 are logged with each experiment, 13–24 are reported. The numbers are ours, in the order of the
 * paper.
 */
export function hendersonItems(facts: Facts): readonly Item[] {
  const { runs, totals, places, fates, groups, comparison, context } = facts;
  const answers: readonly (readonly [asks: string, found: Found])[] = [
    ['packages and their versions', answerPackages(context)],
    ['hardware: processors and accelerators', answerHardware(facts)],
    ['start and end', answerPeriod(runs)],
    ['version of the measuring tool', { says: [...new Set(runs.map(toolOf))].sort().join(', ') }],
    ['region of the grid', answerRegion(facts)],
    ['average carbon intensity of that region', answerIntensity(facts)],
    ['power of processors and accelerators', powerWords(runs)],
    ['utilisation by the processes of the experiment', useWords(runs)],
    [
      'performance states of the accelerators',
      runs.some(({ machine }) => (machine?.gpus.length ?? 0) > 0)
        ? notLogged(
            'They explain a power, and the energy here comes from counters and meters, which include it.',
          )
        : { says: 'no accelerator took part' },
    ],
    [
      'clock frequency of the processors',
      notLogged('It explains a power, and no figure here is derived from it.'),
    ],
    ['carbon intensity in real time, where there is such a source', answerLive(facts)],
    ['speed of writing to disk', notLogged('Storage is not told apart: it is a part of “other”.')],
    [
      'energy',
      totals.energy.facility.total.value === null && totals.energy.wall.total.value === null
        ? {
            why: 'The energy of a run is known by bounds only, or not at all.',
            fix: 'See which and why: `joulebook ls`, `joulebook doctor`.',
          }
        : {
            says: `${saidEnergy(totals.energy.wall)} at the wall; with the building ${saidEnergy(totals.energy.facility)}`,
          },
    ],
    ['carbon emissions', answerCarbon(facts)],
    ['social cost of carbon of the country, with its interval', answerSocialCost(facts)],
    ['PUE', answerPue(facts)],
    ['time of all experiments on the clock', { says: saidTime(totals.durationS) }],
    ['link to the logs with graphs and tables of each figure', answerAppendix(context)],
    ['mean and standard error over runs', answerSeeds(groups)],
    [
      'all experiments, not only the last',
      {
        says: `all root runs that match the filter: ${fates
          .map(({ fate, runs: count }) => `${count} ${fate}`)
          .join(', ')}; whether more was computed elsewhere, no tool can see`,
      },
    ],
    ['energy of training and expected energy of deployment', answerDeployment(context)],
    [
      'whether compared runs had the same hardware',
      { says: comparison === undefined ? 'nothing is compared' : sameHardware(comparison.unlike) },
    ],
    [
      'source of the carbon intensity',
      places.length === 0
        ? {
            why: 'No run has an intensity.',
            fix: 'Name the place: `joulebook run --region FR`, or `region` in the configuration.',
          }
        : { says: [...new Set(places.map(sourceText))].join('; ') },
    ],
    [
      'offsets not subtracted',
      {
        says: 'none are: operational carbon is location-based, and what is bought stands beside it as market-based',
      },
    ],
  ];
  const said = answers.map(([asks, found], i) => itemOf('henderson', i + 1, asks, found, context.waived));
  return said.map((item) => (item.id === 'henderson.2' ? { ...item, ...componentsOf(item, facts) } : item));
}

function componentsOf({ says }: Item, { components }: Facts): { readonly says?: string } {
  return says === undefined ? {} : { says: `${says}; measured: ${componentWords(components)}` };
}

/** Of an imported run that which measured it; what took it in is another. */
function toolOf({ kind, environment, trackerVersion }: Facts['runs'][number]): string {
  const taker = `joulebook ${trackerVersion}`;
  if (kind !== 'imported') return taker;
  const tool = environment['import.format'] ?? 'a tool that is not named';
  return `${tool} ${environment['import.version'] ?? '(version not recorded)'}, taken in by ${taker}`;
}

function notLogged(why: string): Found {
  return {
    why: `joulebook does not log it. ${why}`,
    fix: 'Log it beside the runs, or waive the item with a reason.',
  };
}

/** A time zone is a guess and is said to be one. */
function answerRegion({ places }: Facts): Found {
  const known = places.filter((place) => namedPlace(place) !== undefined);
  if (known.length < places.length || known.length === 0)
    return {
      why: 'It is not known where a run took place.',
      fix: 'Name the place: `joulebook run --region FR`, or `region` in the configuration.',
    };
  return {
    says: known
      .map(({ zoneName, zoneFrom, runs }) => {
        const how = zoneFrom === 'time-zone' ? ', guessed from the time zone' : '';
        return `${zoneName}${how} (${runsText(runs)})`;
      })
      .join(', '),
  };
}

function answerIntensity({ places }: Facts): Found {
  const known = places.filter(({ value, basis }) => value !== null && basis !== 'marginal');
  if (known.length === 0)
    return {
      why: 'No run has an average intensity.',
      fix: 'Name the place: `joulebook run --region FR`, or `region` in the configuration.',
    };
  return {
    says: known
      .map(
        (place) =>
          `${Math.round(place.value ?? 0)} g/kWh${inPlace(place)} (${kindText(place)}${place.year === undefined ? '' : `, ${place.year}`})`,
      )
      .join('; '),
  };
}

function inPlace(place: Facts['places'][number]): string {
  const name = namedPlace(place);
  return name === undefined ? '' : ` in ${name}`;
}

function answerLive({ runs }: Facts): Found {
  const live = runs.flatMap(({ carbon }) => (carbon.live === undefined ? [] : [carbon.live]));
  if (live.length === 0)
    return {
      why: 'No run asked a live source: nothing goes over the network unless it is asked for.',
      fix: 'Measure with `--online`, or set `grid-source`.',
    };
  return {
    says: `${[...new Set(live.map(({ name }) => name))].join(', ')} (${live.length} of ${runsText(runs.length)})`,
  };
}

function answerCarbon({ totals }: Facts): Found {
  const isKnown = totals.operational.some(({ total }) => total.value !== null);
  if (!isKnown)
    return {
      why: 'The carbon of a run is known by bounds only, or not at all.',
      fix: 'Name the place: `joulebook run --region FR`, or `region` in the configuration.',
    };
  return { says: `${saidOperational(totals)}, operational` };
}

function answerSeeds(groups: Facts['groups']): Found {
  const repeated = groups.filter(({ energy }) => energy.se !== null);
  if (groups.length === 0)
    return { why: 'No run ended well.', fix: 'Report runs that did, or a wider filter.' };
  if (repeated.length === groups.length)
    return { says: `of each of ${groups.length} configurations, over ${seedRange(groups)} seeds` };
  return {
    why: `${groups.length - repeated.length} of ${groups.length} configurations ran with one seed, which has no standard error.`,
    fix: 'Repeat them with other seeds.',
  };
}

function seedRange(groups: Facts['groups']): string {
  const counts = groups.map(({ energy }) => energy.n);
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return low === high ? `${low}` : `${low} to ${high}`;
}

const HARDWARE = ['CPU', 'GPU'];

function sameHardware(unlike: readonly { readonly what: string }[]): string {
  const names = unlike.map(({ what }) => what);
  const parts = names.filter((name) => HARDWARE.includes(name));
  const others = names.filter((name) => !HARDWARE.includes(name));
  const said = parts.length === 0 ? 'it is the same' : `it is not: ${parts.join(' and ')} differ`;
  return others.length === 0 ? said : `${said}; not alike besides: ${others.join(', ')}`;
}

/** What is not alike in a comparison, in words. */
export function unlikeText(unlike: readonly { readonly what: string }[]): string {
  return unlike.length === 0
    ? 'yes; hardware, meters, PUE and intensity are the same'
    : `no; these differ: ${unlike.map(({ what }) => what).join(', ')}`;
}

function sourceText({ source, year, licence }: Facts['places'][number]): string {
  return [
    source,
    ...(year === undefined ? [] : [String(year)]),
    ...(licence === undefined ? [] : [licence]),
  ].join(', ');
}
