import { BOOK_OPTION, WIDE_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook regions`. */
export const REGIONS = {
  name: 'regions',
  group: 'Look',
  summary: 'What the same energy would emit elsewhere',
  description:
    'Countries, states, zones of the grid and regions of clouds with their yearly carbon intensity, the cleanest first. Without a place: countries, or the regions of --provider. Nothing is asked of the network.',
  arguments: [
    {
      key: 'places',
      placeholder: 'PLACE',
      variadic: true,
      complete: 'region',
      description: 'Codes or names to compare, e.g. FR, US-CA, Quebec, aws:eu-west-1',
    },
  ],
  options: [
    {
      key: 'energy',
      long: '--energy',
      short: '-e',
      placeholder: 'ENERGY|RUN',
      kind: 'string',
      complete: 'run',
      description: 'An energy, e.g. 10kWh, or a run, whose energy with PUE is taken',
    },
    {
      key: 'duration',
      long: '--duration',
      placeholder: 'TIME',
      kind: 'duration',
      description:
        'Length of the run, for the spread around the yearly figure (default: that of RUN, else a year)',
    },
    {
      key: 'kind',
      long: '--kind',
      placeholder: 'KIND',
      kind: 'enum',
      values: ['country', 'state', 'zone', 'cloud', 'aggregate'],
      description:
        'Which places: countries, states and provinces, zones of grids, regions of clouds, aggregates',
    },
    {
      key: 'provider',
      long: '--provider',
      placeholder: 'NAME',
      kind: 'string',
      description: 'Only regions of this cloud: aws, azure, gcp, oracle, ibm, ovh, scaleway, hetzner, ...',
    },
    {
      key: 'near',
      long: '--near',
      placeholder: 'PLACE',
      kind: 'string',
      complete: 'region',
      description: 'Only places on the same continent, or on one that is named: --near Europe',
    },
    {
      key: 'figure',
      long: '--figure',
      placeholder: 'KIND',
      kind: 'enum',
      values: ['production', 'consumption', 'marginal'],
      description: 'Only figures of this kind, so that all are of one accounting',
    },
    {
      key: 'region',
      long: '--region',
      placeholder: 'ZONE',
      kind: 'string',
      config: 'region',
      complete: 'region',
      description: 'Where you are, to compare with',
    },
    {
      key: 'sort',
      long: '--sort',
      short: '-s',
      placeholder: 'BY',
      kind: 'enum',
      values: ['intensity', 'name'],
      default: 'intensity',
      description: 'Order of the rows',
    },
    {
      key: 'limit',
      long: '--limit',
      short: '-l',
      placeholder: 'N',
      kind: 'int',
      min: 0,
      description: 'At most N rows; 0 for all (default: 20; all with --json, --csv)',
    },
    { key: 'csv', long: '--csv', kind: 'flag', description: 'Comma-separated, with every column' },
    WIDE_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook regions', does: 'the cleanest countries, and where you are' },
    { line: 'joulebook regions --energy @last --provider aws', does: 'the last run in every region of AWS' },
    { line: 'joulebook regions FR DE Quebec US-CA --energy 10kWh', does: 'four places side by side' },
    {
      line: 'joulebook regions --near Europe --figure consumption',
      does: 'neighbours, all by what they use',
    },
  ],
  exits: [['3', 'no place fits, or no such run']],
} as const satisfies CommandSpec;
