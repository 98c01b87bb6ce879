import { keyValue } from '../../../src/pipeline/model/key.ts';
import type { Stage } from '../../../src/pipeline/model/stage.ts';
import { Float, isList, isMap, Moment, type Value } from '../../../src/pipeline/model/value.ts';
import type { Resolved, ResolvedStage } from '../../../src/pipeline/resolve/resolve-stages.ts';
import { textOf } from '../../../src/pipeline/values/text-of.ts';
import type { Problem } from '../../../src/errors.ts';
import type { Result } from '../../../src/result.ts';

/** What DVC says, with what only it says taken out: the colours and pictures of its messages, and failures that are its own bugs. */
export function plain(theirs: unknown): unknown {
  if (Array.isArray(theirs)) return theirs.map(plain);
  if (typeof theirs !== 'object' || theirs === null) return theirs;
  if ('error' in theirs && 'message' in theirs)
    return { error: message(theirs.error as string, theirs.message as string) };
  return Object.fromEntries(Object.entries(theirs).map(([key, value]) => [key, plain(value)]));
}

/** After a stage that cannot be resolved DVC goes on noting which values are used, for those that come after it too. */
export function withoutUsed(resolved: unknown): unknown {
  const { stages } = resolved as { readonly stages?: Readonly<Record<string, object>> };
  if (stages === undefined || !Object.values(stages).some((stage) => 'error' in stage)) return resolved;
  const bare = Object.entries(stages).map(([name, stage]) => [name, { ...stage, used: undefined }]);
  return { ...(resolved as object), stages: Object.fromEntries(bare) as unknown };
}

/** Only what DVC says of a dvc.yaml is compared word for word; it crashes with the words of Python where it did not look. */
function message(type: string, text: string): string {
  if (type !== 'ResolveError') return 'refused';
  const flat = told(text);
  return text.includes('ParseException') ? flat.replace(/: .*/u, ': form') : flat;
}

/** A copy of values that DVC makes for a stage forgets where they came from. */
function told(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replace(/(already exists in) '.*'/u, '$1');
}

/** What we make of a project, in the form of `resolve_with_dvc.py`. */
export function resolvedAsPlain(resolved: Result<Resolved>, root: string): unknown {
  if (!resolved.ok) return problemAsPlain(resolved.error, root);
  const { stages, params, metrics, plots, artifacts, datasets } = resolved.value;
  return {
    stages: Object.fromEntries(stages.map((stage) => [stage.name, entryAsPlain(stage, root)])),
    top: {
      params: sectionAsPlain(params, root),
      metrics: sectionAsPlain(metrics, root),
      plots: sectionAsPlain(plots, root),
      artifacts: sectionAsPlain(artifacts, root),
      datasets: sectionAsPlain(datasets, root),
    },
  };
}

function sectionAsPlain(section: Result<Value>, root: string): unknown {
  return section.ok ? valueAsPlain(section.value) : problemAsPlain(section.error, root);
}

function entryAsPlain({ stage, used }: ResolvedStage, root: string): unknown {
  if (!stage.ok) return problemAsPlain(stage.error, root);
  return { ...stageAsPlain(stage.value, root), used: valueAsPlain(used) };
}

function stageAsPlain(stage: Stage, root: string): Readonly<Record<string, unknown>> {
  return {
    cmd: stage.cmd,
    wdir: fromRoot(stage.wdir, root),
    deps: stage.deps.map(({ path, at }) => [path, fromRoot(at, root)]),
    params: stage.params.map(({ path, keys }) => [path, keys === 'all' ? [] : keys]),
    outs: stage.outs.map((out) => ({
      path: out.path,
      kind: out.kind,
      cache: out.cache,
      persist: out.persist,
      push: out.push,
      remote: out.remote ?? null,
      plot: out.plot === undefined ? null : valueAsPlain(out.plot[0] ?? null),
      desc: out.desc ?? null,
      type: out.type ?? null,
      labels: out.labels ?? [],
      meta: out.meta === undefined ? {} : valueAsPlain(out.meta),
    })),
    frozen: stage.frozen,
    always_changed: stage.alwaysChanged,
    desc: stage.desc ?? null,
    meta: valueAsPlain(stage.meta ?? null),
  };
}

function fromRoot(path: string, root: string): string {
  if (!path.startsWith('/')) return path === '' ? '.' : path;
  const from = root.split('/');
  const to = path.split('/');
  let shared = 0;
  while (from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/** DVC names files outside the project from the folder that it is called in. */
function problemAsPlain({ what, why }: Problem, root: string): unknown {
  if (!/^failed to (?:parse|resolve) /u.test(what)) return { error: 'refused' };
  // Where an axis of a matrix is no list, DVC crashes.
  if (why === undefined || !isOfDvc(why) || /\.matrix\.\w+' in /u.test(what)) return { error: 'refused' };
  const text = why.endsWith('is not the name of a value') ? 'form' : why;
  const outside = root.slice(0, root.lastIndexOf('/'));
  return { error: told(`${what}: ${text}`.replaceAll(outside, '..')) };
}

/** Whether a reason is one that DVC gives; the others stand where it crashes. */
function isOfDvc(why: string): boolean {
  return !/^(?:expected a path|expected a command|Unsupported value|Expected list|Expected dict|Only list|'\w+' not supported|DVC file)|cannot be a key/u.test(
    why,
  );
}

function valueAsPlain(value: Value): unknown {
  if (isList(value)) return value.map(valueAsPlain);
  if (isMap(value)) {
    return Object.fromEntries(
      [...value].map(([key, member]) => [textOf(keyValue(key)), valueAsPlain(member)]),
    );
  }
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float) return Number.isFinite(value.value) ? value.value : textOf(value);
  return value instanceof Moment ? { [value.kind]: value.text } : value;
}
