import { createInterface } from 'node:readline';
import type { Problem } from '../errors.ts';
import { problem } from '../errors.ts';
import { hostId } from '../hardware/host-id.io.ts';
import type { Host } from '../host/host.ts';
import type { Feeds, MeterSettings } from '../meters/feeds.ts';
import { closeFeeds, startFeeds } from '../meters/feeds.io.ts';
import { VERSION } from '../host/version.ts';
import { err, ok, type Result } from '../result.ts';
import type { RunRecord } from '../book/run-record.ts';
import type { WallEnergy } from '../book/run-reducer.ts';
import type { Besides } from './agent-answers.ts';
import type { Estimate, WrittenEstimate } from '../units/estimate.ts';
import { written } from '../units/estimate.ts';
import {
  AGENT_PROTOCOL,
  bad,
  type Envelope,
  FieldReader,
  parseEnvelope,
  parseStart,
} from './agent-message.ts';
import { EmissionsAccount } from './emissions-account.io.ts';
import { parseEmissionsRequest } from './emissions-request.ts';
import { forecastEstimate } from './forecast.ts';
import { knownRegion } from './known-region.io.ts';
import { watchProcess, type WatchedProcess } from './process-cpu.io.ts';
import type { OnlineOptions } from './online/online-options.ts';
import { outlastBriefly } from './ranks/outlast.io.ts';
import type { SessionResult } from './session-end.ts';
import { RunSession } from './session.io.ts';

/** Settings that hold where a client's `start` says nothing. */
export interface AgentDefaults {
  readonly book?: string;
  readonly project?: string;
  readonly intervalS: number;
  readonly scope: 'attributed' | 'machine';
  readonly region?: string;
  readonly intensityGPerKwh?: number;
  readonly pue?: number;
  readonly wue?: number;
  readonly marketGPerKwh?: number;
  readonly pricePerKwh?: number;
  /** Of a price that comes without one. */
  readonly currency: string;
  readonly meters?: MeterSettings;
  readonly online?: OnlineOptions;
}

/** An answer's members beside `re` and `t`. */
type Answer = { readonly type: string } & Readonly<Record<string, unknown>>;

interface OpenRun {
  readonly session: RunSession;
  readonly watched: WatchedProcess;
  /** Where the client asked for CodeCarbon's columns. */
  readonly emissions?: EmissionsAccount;
}

/** How often to look whether the measured process still lives, ms: a forked child may keep our input open. */
const LOOK_MS = 2000;

/**
 * Speaks the agent protocol (docs/reference/agent-protocol.md) over stdin and stdout: measures the process that started it, from a
 * process of its own. Resolves when the input has ended or the measured process has died, with the run closed.
 */
export async function serveAgent(
  host: Host,
  parentPid: number,
  defaults: AgentDefaults,
  write: (line: string) => void,
): Promise<void> {
  const feeds = await startFeeds(host, hostId(host), defaults.meters ?? {});
  const agent = new Agent(host, parentPid, { ...defaults, feeds });
  const say = (answer: object): void => {
    try {
      write(`${JSON.stringify({ ...answer, t: host.clock.bootS() })}\n`);
    } catch {
      // the client no longer reads: the run is still closed when its input ends
    }
  };
  say({ type: 'hello', protocol: AGENT_PROTOCOL, version: VERSION, pid: host.pid });

  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  let ending: Promise<void> | undefined;
  const ended = new Promise<void>((resolve) => {
    lines.on('line', (text) => {
      if (text.trim() === '') return;
      const answer = agent.hear(text);
      if (answer instanceof Promise) ending = answer.then(say);
      else if (answer !== undefined) say(answer);
    });
    lines.on('close', resolve);
  });
  const look = setInterval(() => {
    if (!agent.parentLives()) lines.close();
  }, LOOK_MS);
  // The terminal's keys reach us too; the client decides what they mean for the run.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});
  await ended;
  clearInterval(look);
  await ending;
  await agent.close();
}

/** One client, one run. */
class Agent {
  readonly #host: Host;
  readonly #defaults: AgentDefaults & { readonly feeds: Feeds };
  readonly #parentPid: number;
  #run: OpenRun | undefined;
  #over: SessionResult | undefined;
  /** Its end is being answered. */
  #isEnding = false;

  constructor(host: Host, parentPid: number, defaults: AgentDefaults & { readonly feeds: Feeds }) {
    this.#host = host;
    this.#defaults = defaults;
    this.#parentPid = parentPid;
  }

  /** True while the measured process lives; before the start, while we have the parent we were born with. */
  parentLives(): boolean {
    if (this.#run !== undefined) return this.#run.watched.isAlive();
    return process.ppid === this.#parentPid || this.#over !== undefined;
  }

  /** Answers one line; undefined where a quiet message succeeded. Only the end of a run that asks the network is not answered at once. */
  hear(text: string): object | undefined | Promise<object> {
    const envelope = parseEnvelope(text);
    if (!envelope.ok) return { re: null, type: 'error', error: envelope.error };
    const { id, quiet } = envelope.value;
    const answer = this.#answer(envelope.value);
    if (answer instanceof Promise) return answer.then((later) => ({ re: id, ...later }));
    if (!answer.ok) return { re: id, type: 'error', error: answer.error };
    return quiet ? undefined : { re: id, ...answer.value };
  }

  /** The input has ended: whatever is still open is closed. */
  async close(): Promise<void> {
    const open = this.#run;
    if (open === undefined) {
      closeFeeds(this.#defaults.feeds); // no run has taken them over, or it has closed them
      return;
    }
    const { session, emissions } = open;
    session.read();
    await session.settle();
    emissions?.writeForLost();
    session.end({ state: 'interrupted', exitCode: null, signal: null });
    this.#run = undefined;
  }

  #answer(envelope: Envelope): Result<Answer> | Promise<Answer> {
    const { type, body } = envelope;
    if (type === 'hello') return ok({ type: 'ok' });
    if (type === 'start') return this.#start(body);
    if (!KNOWN.includes(type)) {
      return err(
        bad(
          type === '' ? 'a message has no "type"' : `unknown message type "${type}"`,
          `known are ${['hello', 'start', ...KNOWN].join(', ')}`,
        ),
      );
    }
    const run = this.#isEnding ? undefined : this.#run;
    if (run === undefined) {
      const why =
        this.#over === undefined && !this.#isEnding ? 'no run has been started' : 'the run has ended';
      return err(problem('E_PROTOCOL', `"${type}" without an open run`, why, 'send "start" first'));
    }
    const read = new FieldReader(body);
    const answer = this.#within(run, type, body, read);
    return read.failure === undefined ? answer : err(read.failure);
  }

  #within(
    { session, emissions }: OpenRun,
    type: string,
    body: Readonly<Record<string, unknown>>,
    read: FieldReader,
  ): Result<Answer> | Promise<Answer> {
    switch (type) {
      case 'window':
        return this.#window(session, read);
      case 'stage':
        if (body['name'] === null) session.told.stage(null);
        else {
          const name = read.text('name');
          if (name === undefined) return err(read.failure ?? bad('"stage" needs a "name", or null to leave'));
          session.told.stage(name);
        }
        return OK;
      case 'epoch': {
        const n = read.number('n');
        const of = read.number('of', 1);
        const values = read.numbers('values');
        if (n === undefined) return err(read.failure ?? bad('"epoch" needs "n"'));
        session.told.epoch(Math.floor(n), of, values);
        return OK;
      }
      case 'mark': {
        const name = read.text('name');
        if (name === undefined) return err(read.failure ?? bad('"mark" needs a "name"'));
        session.told.mark(name);
        return OK;
      }
      case 'metric': {
        const values = read.numbers('values');
        const step = read.number('step');
        const epoch = read.number('epoch');
        session.told.metric(values, {
          ...(step === undefined ? {} : { step }),
          ...(epoch === undefined ? {} : { epoch }),
        });
        return OK;
      }
      case 'done':
        session.told.done(read.numbers('values'));
        return OK;
      case 'params':
        session.told.params(read.scalars('values'));
        return OK;
      case 'tag':
        session.told.annotate({ tags: read.texts('tags') });
        return OK;
      case 'note': {
        const text = read.text('text');
        if (text !== undefined) session.told.annotate({ note: text });
        return OK;
      }
      case 'snapshot':
        session.read();
        return ok({ type: 'snapshot', ...snapshotOf(session) });
      case 'emissions':
        if (emissions === undefined) return err(bad('"emissions" was not asked for', 'give it at "start"'));
        session.read();
        return ok({ type: 'emissions', ...emissions.answer() });
      default:
        return this.#end(session, read);
    }
  }

  #start(body: Readonly<Record<string, unknown>>): Result<Answer> {
    if (this.#run !== undefined || this.#over !== undefined) {
      const why = `run ${(this.#run?.session.id ?? this.#over?.record.id) as string} ${this.#run === undefined ? 'has ended' : 'is open'}`;
      return err(problem('E_PROTOCOL', 'one agent measures one run', why, 'start another agent'));
    }
    const start = parseStart(body);
    if (!start.ok) return start;
    const asked = parseEmissionsRequest(body['emissions']);
    if (!asked.ok) return asked;
    const {
      pid = this.#parentPid,
      intervalS,
      scope,
      command,
      cwd,
      regions,
      pricePerKwh,
      currency,
      ...given
    } = start.value;
    const place = given.region === undefined ? knownRegion(this.#host, regions) : undefined;
    const watched = watchProcess(this.#host, pid, new Set([this.#host.pid]));
    if (!watched.ok) return watched;
    const {
      intervalS: everyS,
      scope: usual,
      region,
      pricePerKwh: usualPrice,
      currency: usualCurrency,
      ...defaults
    } = this.#defaults;
    const perKwh = pricePerKwh ?? usualPrice;
    const opened = RunSession.open(this.#host, {
      ...defaults,
      ...(region === undefined ? {} : { configRegion: region }),
      ...given,
      ...(place === undefined ? {} : { region: place.region }),
      ...(perKwh === undefined ? {} : { price: { perKwh, currency: currency ?? usualCurrency } }),
      command: command.length > 0 ? command : [watched.value.stat.name],
      cwd: cwd ?? this.#host.cwd,
      intervalS: intervalS ?? everyS,
      scope: scope ?? usual,
      ...this.#began(given.t),
      csv: [],
      rootPid: pid,
    });
    if (!opened.ok) {
      watched.value.cpu.close();
      return opened;
    }
    const session = opened.value;
    session.attach(watched.value.cpu, this.#host.clock.bootS());
    session.begin();
    const emissions =
      asked.value === undefined ? undefined : new EmissionsAccount(session, asked.value, place);
    this.#run = { session, watched: watched.value, ...(emissions === undefined ? {} : { emissions }) };
    return ok({
      type: 'started',
      run: session.id,
      name: session.name,
      dir: session.folder,
      book: session.book,
      reportFile: session.reportFile,
      grade: session.reducer.record().grade,
      nested: session.isNested,
      warnings: session.warnings,
    });
  }

  /** When a message's client says it was, if its clock can be ours; no message waits for us longer than {@link MOST_WAIT_S}. */
  #began(t: number | undefined): { readonly beganS?: number } {
    if (t === undefined) return {};
    const agoS = this.#host.clock.bootS() - t;
    return agoS >= 0 && agoS <= MOST_WAIT_S ? { beganS: t } : {};
  }

  #window(session: RunSession, read: FieldReader): Result<Answer> {
    const op = read.oneOf('op', ['begin', 'end']);
    const window = read.text('window');
    if (op === undefined || window === undefined)
      return err(read.failure ?? bad('"window" needs "op" and "window"'));
    const id = `client-${window}`;
    if (op === 'begin') {
      const name = read.text('name') ?? window;
      const parent = read.text('parent');
      const opened = session.told.openWindow(id, name, parent === undefined ? undefined : `client-${parent}`);
      return opened ? OK : err(bad(`window ${JSON.stringify(window)} is open already`, 'its id is in use'));
    }
    const name = session.told.closeWindow(id);
    if (name === undefined) return err(bad(`window ${JSON.stringify(window)} is not open`));
    const closed = session.reducer.windowEnergy(id);
    if (closed === undefined) return OK;
    const { beganS: endedS } = this.#began(read.number('t'));
    return ok({
      type: 'window',
      window,
      name,
      durationS: closed.durationS,
      energy: endedS !== undefined && session.isUnread(endedS) ? UNREAD : energyText(closed.energy),
    });
  }

  #end(session: RunSession, read: FieldReader): Result<Answer> | Promise<Answer> {
    const state = read.oneOf('state', ['ok', 'failed', 'interrupted', 'stopped']) ?? 'ok';
    const exitCode = read.number('exitCode') ?? null;
    const error = read.text('error');
    if (read.failure !== undefined) return err(read.failure);
    if (error !== undefined) session.told.annotate({ note: error });
    this.#isEnding = true;
    const leads = session.hasRanks;
    outlastBriefly(session);
    // The client's clock: we may have had a backlog, or have started later than all of it. A root of ranks lasts until the last of them.
    const { beganS: saidS } = this.#began(read.number('t'));
    const endedS = leads || saidS === undefined ? this.#host.clock.bootS() : saidS;
    const isUnread = session.isUnread(endedS);
    const over = (): Answer => {
      const result = session.end({ state: state as 'ok', exitCode, signal: null, endedS });
      this.#over = result;
      this.#run = undefined;
      return endedAnswer(session, result, isUnread);
    };
    return session.isOnline ? session.settle().then(over) : ok(over());
  }
}

const KNOWN = [
  'window',
  'stage',
  'epoch',
  'mark',
  'metric',
  'done',
  'params',
  'tag',
  'note',
  'snapshot',
  'emissions',
  'end',
];
const OK = ok({ type: 'ok' });
/** A clock that is further back than this is not ours, s. */
const MOST_WAIT_S = 60;
/** The energy of what had ended before anything was read. */
const UNREAD = { attributed: unread('J'), active: unread('J'), machine: unread('J') };

function unread(unit: 'J' | 'g'): WrittenEstimate {
  return { value: null, low: 0, high: null, unit, errors: {} };
}

function endedAnswer(session: RunSession, { record, recordPath }: SessionResult, isUnread: boolean): Answer {
  return {
    type: 'ended',
    run: record.id,
    name: record.name,
    state: record.state,
    durationS: record.durationS,
    energy: isUnread ? UNREAD : record.energy.wall,
    carbon: isUnread ? unread('g') : record.carbon.operational,
    ...(isUnread ? {} : besidesOf(record)),
    grade: record.grade,
    record: recordPath,
    warnings: session.warnings satisfies readonly Problem[],
  };
}

function snapshotOf(session: RunSession): Readonly<Record<string, unknown>> {
  const record = session.reducer.summary();
  const forecast = session.told.forecast();
  return {
    durationS: record.durationS,
    powerW: session.reducer.lastPowerW ?? null,
    energy: record.energy.wall,
    carbon: record.carbon.operational,
    ...besidesOf(record),
    grade: record.grade,
    ...(forecast === undefined
      ? {}
      : { forecast: { energy: written(forecastEstimate(forecast), 'J'), remainingS: forecast.remainingS } }),
  };
}

/** What stands beside operational carbon and is never in it; what is not known is left out. */
function besidesOf({ carbon, water, cost }: RunRecord): Partial<Besides> {
  return {
    ...(carbon.embodied.high === null ? {} : { embodied: carbon.embodied }),
    ...(carbon.market === undefined ? {} : { market: carbon.market.operational }),
    ...(water === undefined ? {} : { water: water.total }),
    ...(cost === undefined ? {} : { cost: cost.total }),
  };
}

function energyText(energy: Record<keyof WallEnergy, Estimate>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(energy).map(([scope, joules]) => [scope, written(joules, 'J')]));
}
