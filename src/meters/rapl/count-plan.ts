import type { Target } from '../source.ts';
import { byPreference, byZone, type Domain, domainKind } from './domain.ts';

/** What is counted: one energy of the machine, which several drivers may show. */
export interface Counted {
  readonly kind: 'package' | 'dram' | 'psys';
  /** E.g. `package-0`, `package-0/dram`. */
  readonly label: string;
  /** Zones that show this energy, the preferred one first. Reading one of them is reading it. */
  readonly twins: readonly Domain[];
}

/** What is counted, packages first. */
export const KINDS: readonly Counted['kind'][] = ['package', 'dram', 'psys'];

/** What each kind is to the rest of joulebook. */
export const TARGETS = {
  package: 'cpu',
  dram: 'ram',
  psys: 'dc',
} as const satisfies Record<Counted['kind'], Target>;

/** The domains of a machine, each joule in one place. */
export interface CountPlan {
  readonly packages: readonly Counted[];
  readonly drams: readonly Counted[];
  readonly psys: readonly Counted[];
  /** Labels of packages that cannot be read while their cores can: a part of them, which is not counted for the whole. */
  readonly onlyCores: readonly string[];
}

/**
 * Decides what to count of a tree of domains. Packages and memory add up; cores and uncore are inside their package; psys contains
 * packages and is a meter of the whole machine. Zones of the same name under several drivers are twins.
 */
export function planCounting(domains: readonly Domain[]): CountPlan {
  const ordered = [...domains].sort((a, b) => byPreference(a.control, b.control) || byZone(a.id, b.id));
  const names = new Map(ordered.map((domain) => [domain.id, domain.name]));
  const packages = new Map<string, Domain[]>();
  const drams = new Map<string, Domain[]>();
  const psys = new Map<string, Domain[]>();
  const rank = new Map<string, number>();
  for (const domain of ordered) {
    const kind = domainKind(domain.name);
    if (kind === 'package') append(packages, numbered(domain, domain.name, rank), domain);
    else if (kind === 'psys') append(psys, numbered(domain, domain.name, rank), domain);
    else if (kind === 'dram') {
      const parent = domain.parent === undefined ? undefined : names.get(domain.parent);
      const key = numbered(domain, parent === undefined ? 'dram' : `${parent}/dram`, rank);
      // Memory that another driver nests otherwise may be the same memory: it is left out rather than counted twice.
      if (drams.has(key) || isOfOneShape([...drams.keys()], key)) append(drams, key, domain);
    }
  }
  const onlyCores = [...packages]
    .filter(([, twins]) => twins.every((twin) => twin.code !== ''))
    .filter(([, twins]) => twins.some((twin) => hasReadableCore(twin, ordered)))
    .map(([label]) => label);
  return {
    packages: counted('package', packages),
    drams: counted('dram', drams),
    psys: counted('psys', psys),
    onlyCores,
  };
}

/** The zones of an energy that can be read; all of them where none can. */
export function readableTwins(item: Counted): readonly Domain[] {
  const readable = item.twins.filter((twin) => twin.code === '');
  return readable.length > 0 ? readable : item.twins;
}

/** True if at least one zone shows this energy to us. */
export function isReadable(item: Counted): boolean {
  return item.twins.some((twin) => twin.code === '');
}

/** Labels of the memory domains, if all of them are at zero while packages are not. */
export function zeroMemory(plan: CountPlan): readonly string[] {
  const isCounting = plan.packages.some(({ twins }) => twins.some(({ valueUj }) => valueUj > 0));
  const isZero = plan.drams.every(({ twins }) => twins.every(({ valueUj }) => valueUj === 0));
  return isCounting && isZero ? plan.drams.map(({ label }) => label) : [];
}

/** Names are not unique: a driver's second one of a name is another domain, and the twin of another driver's second. */
function numbered(domain: Domain, name: string, rank: Map<string, number>): string {
  const place = `${domain.control} ${name}`;
  const n = (rank.get(place) ?? 0) + 1;
  rank.set(place, n);
  return n === 1 ? name : `${name}#${n}`;
}

function isOfOneShape(keys: readonly string[], key: string): boolean {
  return keys.every((other) => other.includes('/') === key.includes('/'));
}

function hasReadableCore(twin: Domain, domains: readonly Domain[]): boolean {
  return domains.some(
    (domain) => domain.parent === twin.id && domain.code === '' && domainKind(domain.name) === 'core',
  );
}

function append(map: Map<string, Domain[]>, key: string, domain: Domain): void {
  const twins = map.get(key);
  if (twins === undefined) map.set(key, [domain]);
  else twins.push(domain);
}

function counted(kind: Counted['kind'], map: ReadonlyMap<string, readonly Domain[]>): readonly Counted[] {
  return [...map].map(([label, twins]) => ({ kind, label, twins }));
}
