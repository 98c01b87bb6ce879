import { ok, type Result } from '../../result.ts';
import { engineOf } from '../../search/engine/engine-of.ts';
import { resolveCommand } from '../../search/file/resolve-command.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import type { Configuration } from '../../search/space/configuration.ts';
import { planOfSpec } from '../../search/study/plan-of-spec.ts';
import { Study } from '../../search/study/study.ts';

/** A trial that would be run. */
export interface FirstTrial {
  readonly number: number;
  readonly configuration: Configuration;
  /** Absent where there is no command. */
  readonly argv?: readonly string[];
}

/** The trials with which a search begins, drawn by its own sampler while no trial has said anything yet. */
export function firstTrials(
  spec: SearchSpec,
  seed: number,
  count: number,
  environment: Readonly<Record<string, string | undefined>>,
): Result<readonly FirstTrial[]> {
  const plan = planOfSpec(spec, { name: spec.name ?? 'search', seed, workers: count });
  const engine = engineOf(plan);
  if (!engine.ok) return engine;
  // Without its budget: it may be below what ten trials are expected to use.
  const study = Study.begin({ ...plan, budget: {} }, engine.value, { at: NEVER, time: () => 0 });
  const trials: FirstTrial[] = [];
  while (trials.length < count) {
    const next = study.ask();
    if (next.kind !== 'run') break;
    const { number, configuration } = next.trial;
    const argv =
      spec.command === undefined
        ? undefined
        : resolveCommand(spec.command, spec, {
            configuration,
            trial: number,
            study: plan.name,
            seed: next.seed,
            checkpointFolder: `trials/${number}/checkpoint`,
            trialFolder: `trials/${number}`,
            parametersFile: `trials/${number}/params.json`,
            environment,
          });
    if (argv !== undefined && !argv.ok) return argv;
    trials.push({ number, configuration, ...(argv === undefined ? {} : { argv: argv.value }) });
  }
  return ok(trials);
}

/** The study is never written; its date is of no account. */
const NEVER = '1970-01-01T00:00:00Z';
