import type { RowDimension } from './unit-words.ts';

/** Words that mean the same in a key, by the one that stands for them. */
const SAME: ReadonlyMap<string, string> = grouped({
  accelerator: 'accel gpu tpu chip accelerator device card processor xpu npu ipu hpu asic',
  memory: 'memory ram mem dram',
  node: 'node server machine host',
  mean: 'mean avg average averaged measured typical observed reported',
  utilisation: 'utilisation utilization util usage load',
  parameter: 'parameter param',
  iteration: 'iteration update',
  fine_tuning: 'finetuning finetune',
  pretraining: 'pretraining pretrain',
  datacenter: 'datacenter datacentre',
  power: 'power wattage',
  energy: 'energy electricity',
  time: 'time duration runtime walltime elapsed',
  intensity: 'intensity factor ci ef',
});

/** Words that say nothing. */
const EMPTY = words('the a an of in for on at used using estimated approx approximately overall value');

/** Words of a dimension: what its unit says already, what says that it is this one, and what is dropped in any case. */
interface DimensionWords {
  /** Dropped where a unit stands in the key; else it must be there. */
  readonly kind?: string;
  /** Dropped beside a unit or a {@link kind}. */
  readonly implied?: ReadonlySet<string>;
  readonly dropped?: ReadonlySet<string>;
}

const WORDS: Readonly<Partial<Record<RowDimension | 'text', DimensionWords>>> = {
  watts: { kind: 'power', implied: words('draw drawn consumption consumed electrical training train') },
  kwh: {
    kind: 'energy',
    implied: words('consumption consumed power draw electric electrical utilisation mean total'),
  },
  hours: {
    kind: 'time',
    implied: words(
      'wall clock wallclock training train trained run job compute computing execution total mean to',
    ),
  },
  gPerKwh: {
    kind: 'intensity',
    implied: new Set(
      'carbon,co2,co2e,co2eq,ghg,emission,grid,energy,mean,local,regional,gross,mix,datacenter,per kwh'.split(
        ',',
      ),
    ),
  },
  flops: { kind: 'compute', implied: words('training train trained total') },
  flopsPerS: {
    kind: 'rate',
    implied: words('mean achieved sustained effective actual realized realised throughput'),
  },
  number: {
    dropped: words('number num n nr no count quantity qty coefficient total training train trained mean'),
  },
  part: { dropped: words('mean') },
  text: { dropped: words('type model name kind training train') },
};

/**
 * A name without its order, its number and its synonyms: `average_power_per_GPU` and `measured power / chips` are one. What follows a
 * `per` keeps it: energy of the GPUs is not energy for each GPU. Undefined where nothing is left that says what it is.
 */
export function looseName(
  name: string,
  dimension: RowDimension | 'text',
  hasUnit: boolean,
): string | undefined {
  const { kind, implied, dropped } = WORDS[dimension] ?? {};
  const found = tokens(name).filter((token) => !EMPTY.has(token));
  if (!hasUnit && kind !== undefined && !found.includes(kind)) return undefined;
  const rest = found.filter((token) => token !== kind && implied?.has(token) !== true);
  const left = rest.filter((token) => dropped?.has(token) !== true);
  if (kind === undefined && name !== '' && left.length === 0) return undefined;
  // `GPU power per GPU` is power per GPU.
  return [...new Set(left)]
    .filter((token) => !left.includes(`per ${token}`))
    .toSorted()
    .join(' ');
}

function tokens(name: string): readonly string[] {
  const found: string[] = [];
  let isPer = false;
  for (const word of name.replace(/data_cent(?:er|re)/, 'datacenter').split('_')) {
    if (word === '') continue;
    if (word === 'per') isPer = true;
    else {
      found.push(word === 'each' ? 'per accelerator' : isPer ? `per ${standing(word)}` : standing(word));
      isPer = false;
    }
  }
  // `epochs per hour` is no time of an epoch.
  return isPer ? [...found, 'per what'] : found;
}

function standing(word: string): string {
  const one = word.length > 3 ? word.replace(/ies$/, 'y').replace(/s$/, '') : word;
  return SAME.get(word) ?? SAME.get(one) ?? one;
}

function grouped(groups: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(groups).flatMap(([name, list]) => list.split(' ').map((word) => [word, name] as const)),
  );
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
