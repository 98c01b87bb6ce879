import { type Problem, problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { type MlflowRun, RUN_TAG } from './mlflow-run.ts';
import { send, shownAddress, type Target } from './send.io.ts';

/** Limits of one log-batch (MLflow's REST API): entries in all, and of each kind. */
const MOST_METRICS = 800;
const MOST_PARAMS = 100;
/** Set when all of a run is there: one that was cut off is made anew. */
const WHOLE_TAG = 'joulebook.whole';

/** An MLflow tracking server, by its REST API 2.0. */
export class MlflowServer {
  readonly #host: Host;
  readonly #target: Target;
  readonly #base: string;
  readonly #experiments = new Map<string, string>();

  /** @param target with the tracking URI, e.g. `http://localhost:5000`. */
  constructor(host: Host, target: Target) {
    this.#host = host;
    this.#target = target;
    this.#base = `${shownAddress(target.url).replace(/\/+$/, '')}/api/2.0/mlflow/`;
  }

  /** Makes the run, unless the experiment has it already. */
  async put(run: MlflowRun): Promise<Result<'made' | 'there'>> {
    const experiment = await this.#experiment(run.experiment);
    if (!experiment.ok) return experiment;
    const id = run.tags.find(({ key }) => key === RUN_TAG)?.value ?? '';
    const before = await this.#call('runs/search', {
      experiment_ids: [experiment.value],
      filter: `tags."${RUN_TAG}" = '${id}'`,
      max_results: 10,
    });
    if (!before.ok) return before;
    for (const found of listOf(before.value['runs'])) {
      if (tagOf(found, WHOLE_TAG) !== undefined) return ok('there');
      const gone = await this.#call('runs/delete', { run_id: idOf(found) });
      if (!gone.ok) return gone;
    }
    return await this.#make(run, experiment.value);
  }

  async #make(run: MlflowRun, experiment: string): Promise<Result<'made'>> {
    const made = await this.#call('runs/create', {
      experiment_id: experiment,
      run_name: run.name,
      start_time: run.startMs,
      tags: run.tags,
    });
    if (!made.ok) return made;
    const runId = idOf(objectOf(made.value['run']));
    const batches = [
      ...pieces(run.params, MOST_PARAMS).map((params) => ({ params })),
      ...pieces(run.metrics, MOST_METRICS).map((metrics) => ({ metrics })),
      { tags: [{ key: WHOLE_TAG, value: '1' }] },
    ];
    for (const batch of batches) {
      const logged = await this.#call('runs/log-batch', { run_id: runId, ...batch });
      if (!logged.ok) return logged;
    }
    const ended = await this.#call('runs/update', {
      run_id: runId,
      status: run.status,
      ...(run.endMs === null ? {} : { end_time: run.endMs }),
    });
    return ended.ok ? ok('made') : ended;
  }

  async #experiment(name: string): Promise<Result<string>> {
    const known = this.#experiments.get(name);
    if (known !== undefined) return ok(known);
    const found = await this.#get(`experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`);
    const id = found.ok ? objectOf(found.value['experiment'])['experiment_id'] : undefined;
    if (!found.ok && !/RESOURCE_DOES_NOT_EXIST/.test(found.error.why ?? '')) return found;
    if (typeof id === 'string') {
      this.#experiments.set(name, id);
      return ok(id);
    }
    const made = await this.#call('experiments/create', { name });
    if (!made.ok) return made;
    const fresh = made.value['experiment_id'];
    if (typeof fresh !== 'string') return err(strange(this.#base, 'it made an experiment without an id'));
    this.#experiments.set(name, fresh);
    return ok(fresh);
  }

  async #get(path: string): Promise<Result<Json>> {
    const url = new URL(path, this.#base);
    return this.#read(await send(this.#host, this.#target, { method: 'GET', url }));
  }

  async #call(path: string, body: object): Promise<Result<Json>> {
    return this.#read(
      await send(this.#host, this.#target, {
        method: 'POST',
        url: new URL(path, this.#base),
        type: 'application/json',
        body: JSON.stringify(body),
        isOnce: path.endsWith('/create'),
      }),
    );
  }

  #read(answer: Result<string>): Result<Json> {
    if (!answer.ok) return answer;
    try {
      return ok(objectOf(JSON.parse(answer.value === '' ? '{}' : answer.value)));
    } catch {
      return err(strange(this.#base, 'its answer is no JSON'));
    }
  }
}

type Json = Readonly<Record<string, unknown>>;

function strange(base: string, why: string): Problem {
  return problem(
    'E_NETWORK',
    `${base} is no MLflow server`,
    why,
    'Give the address that MLFLOW_TRACKING_URI has.',
  );
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function idOf(run: Json): string {
  const id = objectOf(run['info'])['run_id'];
  return typeof id === 'string' ? id : '';
}

function tagOf(run: Json, key: string): unknown {
  return listOf(objectOf(run['data'])['tags']).find((tag) => tag['key'] === key)?.['value'];
}

function pieces<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
