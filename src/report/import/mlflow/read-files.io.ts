import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import type { ImportItem, ReadContext } from '../item.ts';
import { linesOf } from '../lines.ts';
import { PowerSeries } from '../power-energy.ts';
import { textChunks } from '../text-chunks.io.ts';
import { componentOfMetric, type MlflowParent, PARENT, runOfMlflow, statusName } from './mlflow-run.ts';

/** Whether a folder is that of one run in MLflow's file store (`mlruns/<experiment>/<run>`). */
export function isRunFolder(folder: string): boolean {
  const meta = join(folder, 'meta.yaml');
  return existsSync(meta) && /^run_(id|uuid):/m.test(readFileSync(meta, 'utf8'));
}

/** Reads one run of MLflow's file store. */
export function* readRunFolder(folder: string, context: ReadContext): Generator<ImportItem> {
  let meta: Readonly<Record<string, unknown>>;
  try {
    meta = yamlAt(join(folder, 'meta.yaml'));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    yield { kind: 'refused', file: join(folder, 'meta.yaml'), why: `it is no YAML: ${error.message}` };
    return;
  }
  if (meta['lifecycle_stage'] === 'deleted') {
    yield { kind: 'passed', file: folder, why: 'MLflow has it as deleted' };
    return;
  }
  const power = new PowerSeries(context.longestGapS);
  const metrics: Record<string, number> = {};
  const refused: ImportItem[] = [];
  let lastMs: number | null = null;
  for (const [name, path] of filesIn(join(folder, 'metrics'))) {
    const component = componentOfMetric(name);
    let best: { readonly step: number; readonly ms: number; readonly value: number } | undefined;
    for (const line of linesOf(textChunks(path, context.onBytes))) {
      if (line.text.trim() === '') continue;
      const [ms = Number.NaN, value = Number.NaN, step = 0] = line.text.split(' ').map(Number);
      if (!Number.isFinite(ms)) {
        refused.push({
          kind: 'refused',
          file: path,
          line: line.number,
          why: `it is no reading: ${JSON.stringify(line.text.slice(0, 40))}`,
        });
        continue;
      }
      lastMs = Math.max(lastMs ?? ms, ms);
      if (component !== undefined) power.add(component, ms / 1000, value);
      else if (
        Number.isFinite(value) &&
        (best === undefined || step > best.step || (step === best.step && ms >= best.ms))
      )
        best = { step, ms, value };
    }
    if (best !== undefined && !name.startsWith('system/')) metrics[name] = best.value;
  }
  yield* refused;
  const tags = Object.fromEntries(
    filesIn(join(folder, 'tags')).map(([name, path]) => [name, readFileSync(path, 'utf8')]),
  );
  const run = runOfMlflow(
    {
      id: String(meta['run_id'] ?? meta['run_uuid']),
      name: textOf(meta['run_name']) || tags['mlflow.runName'] || textOf(meta['name']),
      experiment: experimentName(dirname(folder)),
      status: statusName(meta['status']),
      startMs: numberOrNull(meta['start_time']),
      endMs: numberOrNull(meta['end_time']),
      params: Object.fromEntries(
        filesIn(join(folder, 'params')).map(([name, path]) => [name, readFileSync(path, 'utf8')]),
      ),
      tags,
      metrics,
      power,
      lastMs,
    },
    (id) => parentAt(join(dirname(folder), id)),
  );
  yield typeof run === 'string'
    ? { kind: 'refused', file: folder, why: run }
    : { kind: 'run', file: folder, run };
}

function parentAt(folder: string): MlflowParent | undefined {
  if (!existsSync(join(folder, 'meta.yaml'))) return undefined;
  try {
    const meta = yamlAt(join(folder, 'meta.yaml'));
    const tag = join(folder, 'tags', PARENT);
    return {
      startMs: numberOrNull(meta['start_time']),
      parent: existsSync(tag) ? readFileSync(tag, 'utf8') : undefined,
      hasPower: filesIn(join(folder, 'metrics')).some(([name]) => componentOfMetric(name) !== undefined),
    };
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

function experimentName(folder: string): string {
  const meta = join(folder, 'meta.yaml');
  if (!existsSync(meta)) return '';
  try {
    return textOf(yamlAt(meta)['name']);
  } catch (error) {
    if (error instanceof YAMLException) return '';
    throw error;
  }
}

/** All files below a folder with their path in it, which is a name that may hold slashes. */
function filesIn(folder: string): readonly (readonly [name: string, path: string])[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [
        path
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
        path,
      ] as const;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function yamlAt(path: string): Readonly<Record<string, unknown>> {
  const value: unknown = load(readFileSync(path, 'utf8'));
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
