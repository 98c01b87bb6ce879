import { problem, type Problem } from '../errors.ts';
import type { Scalar, Scope } from '../book/journal-event.ts';
import { isRunId } from '../book/run-id.ts';
import { err, ok, type Result } from '../result.ts';

/** Name and version of the protocol (docs/reference/agent-protocol.md). */
export const AGENT_PROTOCOL = 'joulebook.agent/1';

/** What every message of a client has. */
export interface Envelope {
  readonly id: string | number | null;
  readonly type: string;
  readonly quiet: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Reads the frame of a client's line; what is in it is read by the message's own reader. */
export function parseEnvelope(text: string): Result<Envelope> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (failure) {
    return err(bad('a line is no JSON', (failure as Error).message));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return err(bad('a line is no JSON object', text.slice(0, 80)));
  const body = value as Record<string, unknown>;
  const id = typeof body['id'] === 'string' || typeof body['id'] === 'number' ? body['id'] : null;
  const type = typeof body['type'] === 'string' ? body['type'] : '';
  return ok({ id, type, quiet: body['quiet'] === true, body });
}

/** What `start` asks for. */
export interface StartMessage {
  readonly name?: string;
  readonly project?: string;
  readonly kind: 'block' | 'trial' | 'stage';
  readonly params: Readonly<Record<string, Scalar>>;
  readonly tags: readonly string[];
  readonly book?: string;
  readonly intervalS?: number;
  readonly scope?: Scope;
  readonly region?: string;
  /** Names for the place, the narrowest first: the first that is known counts, after `region`. */
  readonly regions: readonly string[];
  readonly intensityGPerKwh?: number;
  readonly pue?: number;
  readonly wue?: number;
  readonly marketGPerKwh?: number;
  readonly pricePerKwh?: number;
  readonly currency?: string;
  readonly pid?: number;
  readonly cwd?: string;
  readonly command: readonly string[];
  /** The ULID that the client has chosen, so that it can name its run before we answer. */
  readonly id?: string;
  /** A file that the client has made for reports from inside; the run follows and removes it. */
  readonly reportFile?: string;
  /** When the client began, s on its clock. */
  readonly t?: number;
}

/** Reads `start`; the first field of a wrong type is named. */
export function parseStart(body: Readonly<Record<string, unknown>>): Result<StartMessage> {
  const read = new FieldReader(body);
  const kind = read.oneOf('kind', ['block', 'trial', 'stage']) ?? 'block';
  const message: StartMessage = {
    kind: kind as StartMessage['kind'],
    params: read.scalars('params'),
    tags: read.texts('tags'),
    command: read.texts('command'),
    regions: read.texts('regions'),
    ...defined({
      name: read.text('name'),
      project: read.text('project'),
      book: read.text('book'),
      intervalS: read.number('intervalS', 0.05),
      scope: read.oneOf('scope', ['attributed', 'machine']) as Scope | undefined,
      region: read.text('region'),
      intensityGPerKwh: read.number('intensity', 0),
      pue: read.number('pue', 1),
      wue: read.number('wue', 0),
      marketGPerKwh: read.number('marketIntensity', 0),
      pricePerKwh: read.number('price', 0),
      currency: read.text('currency'),
      pid: read.number('pid', 1),
      cwd: read.text('cwd'),
      id: read.runId('run'),
      reportFile: read.text('reportFile'),
      t: read.number('t'),
    }),
  };
  return read.failure === undefined ? ok(message) : err(read.failure);
}

/** Reads typed fields of a message; the first that is wrong is kept. */
export class FieldReader {
  readonly #body: Readonly<Record<string, unknown>>;
  failure: Problem | undefined;

  constructor(body: Readonly<Record<string, unknown>>) {
    this.#body = body;
  }

  text(name: string): string | undefined {
    return this.#read(name, 'a text', (value) =>
      typeof value === 'string' && value !== '' ? value : undefined,
    );
  }

  number(name: string, least = Number.NEGATIVE_INFINITY): number | undefined {
    const what = Number.isFinite(least) ? `a number of at least ${least}` : 'a finite number';
    return this.#read(name, what, (value) =>
      typeof value === 'number' && Number.isFinite(value) && value >= least ? value : undefined,
    );
  }

  runId(name: string): string | undefined {
    return this.#read(name, 'a ULID', (value) =>
      typeof value === 'string' && isRunId(value) ? value : undefined,
    );
  }

  oneOf(name: string, values: readonly string[]): string | undefined {
    return this.#read(name, `one of ${values.join(', ')}`, (value) =>
      values.find((known) => known === value),
    );
  }

  texts(name: string): readonly string[] {
    const list = this.#read(name, 'a list of texts', (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined,
    );
    return list ?? [];
  }

  /** Finite numbers; others are left out and named. */
  numbers(name: string): Readonly<Record<string, number>> {
    return this.#members(
      name,
      'a finite number',
      (value): value is number => typeof value === 'number' && Number.isFinite(value),
    );
  }

  scalars(name: string): Readonly<Record<string, Scalar>> {
    return this.#members(
      name,
      'a text, a number, true, false or null',
      (value): value is Scalar => value === null || ['string', 'number', 'boolean'].includes(typeof value),
    );
  }

  #members<T>(name: string, what: string, fits: (value: unknown) => value is T): Readonly<Record<string, T>> {
    const object = this.#read(name, 'an object', (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Record<string, unknown>)
        : undefined,
    );
    const entries = Object.entries(object ?? {});
    const unfit = entries.filter(([, value]) => !fits(value)).map(([key]) => key);
    // What fits is kept; the rest is said.
    if (unfit.length > 0)
      this.failure ??= bad(`of "${name}" are left out: ${unfit.join(', ')}`, `not ${what}`);
    return Object.fromEntries(entries.filter((entry): entry is [string, T] => fits(entry[1])));
  }

  #read<T>(name: string, what: string, read: (value: unknown) => T | undefined): T | undefined {
    const value = this.#body[name];
    if (value === undefined || value === null) return undefined;
    const result = read(value);
    if (result === undefined)
      this.failure ??= bad(`"${name}" is not ${what}`, `it is ${JSON.stringify(value)?.slice(0, 80)}`);
    return result;
  }
}

/** A message that is not understood. */
export function bad(what: string, why?: string): Problem {
  return problem('E_PROTOCOL', what, why, 'see docs/reference/agent-protocol.md');
}

function defined<T extends object>(object: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}
