import type { Scalar } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';

/** Names of a parameter that only draws the lots: `seed`, `random_seed`, `train.seed`, `randomState`, `rng-seed`. */
const SEED_NAME =
  /(?:^|[._\-/\s])(?:(?:random|rng|global|np|torch|py|data|split|init|manual)[._-]?)*(?:seed|random[._-]?state)$/i;

/** Whether a parameter is a seed. */
export function isSeedName(name: string): boolean {
  return SEED_NAME.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2'));
}

/** In a command line: `--seed 3`, `--random-state=3`, `train.seed=3`, `-e seed 3`, and folders such as `out/seed_3`. */
const IN_COMMAND = /((?:seed|random[._-]?state)["']?(?:\s*[=:]\s*|\s+|[_-]?))(-?\d+)/gi;

/** A command line in which seeds are left open. */
export function withoutSeeds(command: readonly string[]): string {
  return command.join(' ').replaceAll(IN_COMMAND, '$1…');
}

/** The seeds of a run, from its parameters, else from its command line; undefined where it names none. */
export function seedOf({ params, command }: Pick<RunRecord, 'params' | 'command'>): string | undefined {
  const named = Object.entries(params).filter(([name]) => isSeedName(name));
  if (named.length > 0)
    return named
      .map(([name, value]) => `${name}=${textOf(value)}`)
      .sort()
      .join(',');
  const found = [...command.join(' ').matchAll(IN_COMMAND)].map(([, , number]) => number ?? '');
  return found.length === 0 ? undefined : found.join(',');
}

function textOf(value: Scalar): string {
  return String(value);
}
