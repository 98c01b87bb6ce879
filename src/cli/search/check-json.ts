import type { SearchSpec } from '../../search/file/search-spec.ts';
import type { SpaceSize } from '../../search/space/space-size.ts';
import { commandText } from '../../search/study/plan-of-spec.ts';
import type { FirstTrial } from './first-trials.ts';

/** A search as JSON: energies in J, masses in g, durations in s; a count without end is null. */
export function checkJson(
  spec: SearchSpec,
  seed: number,
  trials: readonly FirstTrial[],
  size: SpaceSize,
): unknown {
  const { origin, name, description, project, objectives, resource, maxResource, budget, worthPerKwh } = spec;
  const { constraints, search, workers, carbon, retry, capture, checkpoint, command, space, nested } = spec;
  return {
    origin,
    name: name ?? null,
    description: description ?? null,
    project: project ?? null,
    command: command === undefined ? null : commandText(command),
    shell: command?.kind === 'shell',
    parameters: space.parameters.map(({ when, ...parameter }) => ({
      ...parameter,
      when: when?.text ?? null,
    })),
    fixed: space.fixed,
    nested,
    configurations: size.count === Infinity ? null : size.count,
    configurationsAreExact: size.isExact,
    objectives,
    resource: resource ?? null,
    maxResource: maxResource ?? null,
    budget,
    worthPerKwh: worthPerKwh ?? null,
    constraints,
    search: { ...search, seed: search.seed ?? null },
    trialsSeed: seed,
    workers,
    carbon: carbon ?? null,
    retry,
    capture: capture.map(({ source }) => source),
    checkpoint,
    trials,
  };
}
