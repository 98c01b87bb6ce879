import { problem, type Problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { FieldReader } from '../../run/agent-message.ts';

/** Name and version of the protocol (docs/reference/study-protocol.md). */
export const STUDY_PROTOCOL = 'joulebook.study/1';

/** The study that a program asks for. */
export interface OpenRequest {
  /** A search as JSON or YAML; or its file. */
  readonly text?: string;
  readonly file?: string;
  /** What the program calls the text, for messages. */
  readonly label?: string;
  readonly name?: string;
  readonly seed?: number;
  /** Most trials in flight, in the place of what the search says. */
  readonly workers?: number;
  /** The process that trains; absent: the one that started us. */
  readonly pid?: number;
  readonly command: readonly string[];
}

/** What becomes of a trial that is told, as its driver says it. */
export type ToldState = 'complete' | 'stopped' | 'failed' | 'lost' | 'paused';

/** A message of a driver. */
export type DriveMessage =
  | { readonly type: 'hello' }
  | { readonly type: 'ask' }
  | { readonly type: 'trials' }
  | { readonly type: 'best' }
  | ({ readonly type: 'open' } & OpenRequest)
  | {
      readonly type: 'report';
      readonly trial: number;
      readonly step?: number;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'look'; readonly trial: number }
  | {
      readonly type: 'tell';
      readonly trial: number;
      readonly state: ToldState;
      readonly values: Readonly<Record<string, unknown>>;
      readonly why?: string;
    }
  | { readonly type: 'enqueue'; readonly parameters: Readonly<Record<string, unknown>> }
  | { readonly type: 'budget'; readonly budgets: readonly string[] }
  | { readonly type: 'close'; readonly state: 'ok' | 'failed' | 'interrupted' };

const STATES = ['complete', 'stopped', 'failed', 'lost', 'paused'];

/** Reads what stands in a message; the first field of a wrong type is named. */
export function readDriveMessage(
  type: string,
  body: Readonly<Record<string, unknown>>,
): Result<DriveMessage> {
  const read = new FieldReader(body);
  const message = messageOf(type, body, read);
  if (read.failure !== undefined) return err(misread(read.failure));
  return message === undefined ? err(unknown(type)) : ok(message);
}

function messageOf(
  type: string,
  body: Readonly<Record<string, unknown>>,
  read: FieldReader,
): DriveMessage | undefined {
  switch (type) {
    case 'hello':
    case 'ask':
    case 'trials':
    case 'best':
      return { type };
    case 'open':
      return {
        type,
        command: read.texts('command'),
        ...defined({
          text: read.text('text'),
          file: read.text('file'),
          label: read.text('label'),
          name: read.text('name'),
          seed: read.number('seed', 0),
          workers: read.number('workers', 1),
          pid: read.number('pid', 1),
        }),
      };
    case 'report':
      return {
        type,
        trial: trialIn(read),
        values: objectIn(body, 'values', read),
        ...defined({ step: read.number('step', 0) }),
      };
    case 'look':
      return { type, trial: trialIn(read) };
    case 'tell':
      return {
        type,
        trial: trialIn(read),
        state: (read.oneOf('state', STATES) ?? 'complete') as ToldState,
        values: objectIn(body, 'values', read),
        ...defined({ why: read.text('why') }),
      };
    case 'enqueue':
      return { type, parameters: objectIn(body, 'parameters', read) };
    case 'budget':
      return { type, budgets: read.texts('budgets') };
    case 'close': {
      const state = read.oneOf('state', ['ok', 'failed', 'interrupted']) ?? 'ok';
      return { type, state: state as 'ok' };
    }
    default:
      return undefined;
  }
}

function trialIn(read: FieldReader): number {
  const trial = read.number('trial', 0);
  if (trial === undefined) read.failure ??= misread(problem('E_PROTOCOL', '"trial" is missing'));
  return trial ?? -1;
}

function objectIn(
  body: Readonly<Record<string, unknown>>,
  name: string,
  read: FieldReader,
): Readonly<Record<string, unknown>> {
  const value = body[name];
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  read.failure ??= problem('E_PROTOCOL', `"${name}" is no object`);
  return {};
}

function misread({ code, what, why }: Problem): Problem {
  return problem(code, what, why, 'see docs/reference/study-protocol.md');
}

function unknown(type: string): Problem {
  const what = type === '' ? 'a message has no "type"' : `unknown message type "${type}"`;
  const known = 'hello, open, ask, report, look, tell, enqueue, budget, trials, best, close';
  return misread(problem('E_PROTOCOL', what, `known are ${known}`));
}

function defined<T extends object>(object: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}
