import { resolve } from 'node:path';
import type { RunKind, Scalar } from '../../book/journal-event.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Limits } from '../../run/limits.ts';
import type { OnlineOptions } from '../../run/online/online-options.ts';
import type { SessionOptions } from '../../run/session-options.ts';
import type { CliContext } from '../context.ts';
import type { CI } from '../spec/ci-specs.ts';
import type { MONITOR, RUN } from '../spec/measure-specs.ts';
import { meterSettings } from './meter-settings.ts';
import { priceOf } from './price-of.ts';
import type { InputOf } from '../spec/spec.ts';

/** What `run`, `monitor` and `ci` share of their options. */
export type MeasureInput = InputOf<typeof RUN> | InputOf<typeof MONITOR> | InputOf<typeof CI>;

/** The options of a measurement as the run understands them; parameter files are read here. */
export async function sessionOptions(
  context: CliContext,
  input: MeasureInput,
  what: { readonly kind: RunKind; readonly command: readonly string[] },
): Promise<Result<SessionOptions>> {
  const { options } = input;
  const params = await readParams(options.params, options.param);
  if (!params.ok) return params;
  const shared = await sharedOptions(context, input);
  if (!shared.ok) return shared;
  return ok({
    ...what,
    ...shared.value,
    cwd: context.host.cwd,
    params: params.value,
    scope: options.scope,
    csv: options.csv === undefined ? [] : [resolve(context.host.cwd, options.csv)],
    ...defined('name', options.name),
  });
}

/** What every command that measures takes: the project, the book, and what turns energy into carbon, water and money. */
export interface SharedInput {
  readonly options: Pick<
    MeasureInput['options'],
    | 'project'
    | 'book'
    | 'tags'
    | 'interval'
    | 'region'
    | 'intensity'
    | 'pue'
    | 'wue'
    | 'marketIntensity'
    | 'price'
    | 'online'
  >;
  readonly origins: MeasureInput['origins'];
}

/** Options that do not depend on what is measured. */
export async function sharedOptions(
  context: CliContext,
  { options, origins }: SharedInput,
): Promise<Result<Omit<SessionOptions, 'kind' | 'command' | 'cwd' | 'params' | 'scope' | 'csv'>>> {
  const online = await onlineOptions(context, options.online);
  if (!online.ok) return online;
  return ok({
    tags: options.tags,
    intervalS: options.interval,
    ...defined('project', options.project),
    ...defined('book', options.book),
    ...defined(origins['region'] === 'option' ? 'region' : 'configRegion', options.region),
    ...defined('intensityGPerKwh', options.intensity),
    ...defined('pue', options.pue),
    ...defined('wue', options.wue),
    ...defined('marketGPerKwh', options.marketIntensity),
    ...defined('price', priceOf(options.price, context)),
    ...defined('meters', meterSettings(context)),
    ...defined('online', online.value),
  });
}

/** What the network may be asked. Most runs ask nobody, and then nothing is loaded for it. */
async function onlineOptions(
  { config }: CliContext,
  isAsked: boolean,
): Promise<Result<OnlineOptions | undefined>> {
  const source = config.get('grid-source').value;
  if (!isAsked && (source === undefined || source === 'offline')) return ok(undefined);
  const { onlineSettings } = await import('./online-settings.ts');
  return onlineSettings(config, isAsked);
}

/** The files in which the command leaves its metrics. */
export function metricsFilesOf(context: CliContext, { options }: MeasureInput): readonly string[] {
  return options.metrics.map((path) => resolve(context.host.cwd, path));
}

/** The limits of a measurement. */
export function limitsOf({ options }: MeasureInput): Limits {
  return {
    ...defined('energyJ', options.maxEnergy),
    ...defined('co2G', options.maxCo2),
    ...defined('durationS', options.maxTime),
  };
}

async function readParams(
  files: readonly string[],
  given: readonly { readonly key: string; readonly value: string }[],
): Promise<Result<Readonly<Record<string, Scalar>>>> {
  const params: Record<string, Scalar> = {};
  for (const file of files) {
    const { readValueFile } = await import('../../run/value-file.io.ts');
    const read = await readValueFile(file);
    if (!read.ok) return err(read.error);
    Object.assign(params, read.value);
  }
  for (const { key, value } of given) params[key] = scalarOf(value);
  return ok(params);
}

/** `--param lr=0.1` is a number, `--param warm=true` a truth value, the rest is text. */
function scalarOf(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) && !/^0[xob]/i.test(text) ? number : text;
}

function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
