import { locateBook } from '../../book/locate.io.ts';
import { problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { bootClock, native } from '../../host/native.io.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { successEnvelope } from '../output/json-envelope.ts';
import { endLike } from '../run/end-like.io.ts';
import { meterSettings } from '../run/meter-settings.ts';
import { onlineSettings } from '../run/online-settings.ts';
import { priceOf } from '../run/price-of.ts';
import type { InputOf } from '../spec/spec.ts';
import type { TOP } from '../spec/top-specs.ts';
import { type Ending, untilEnded } from '../top/endings.io.ts';
import { drawFrame } from '../top/frame.ts';
import { History } from '../top/history.ts';
import { liveScreen } from '../top/live-screen.io.ts';
import { oneReading } from '../top/one-reading.io.ts';
import { PolledTicks } from '../top/polled.io.ts';
import { readingJson } from '../top/reading-json.ts';
import { TopSampler } from '../top/sampler.io.ts';
import { startState } from '../top/ui-state.ts';

type Input = InputOf<typeof TOP>;

/** `joulebook top`: where this machine's watts go, now. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options } = input;
  const isLive = !options.once && !context.json;
  if (isLive && (!context.isTTY || context.host.env['TERM'] === 'dumb'))
    return context.fail(noScreen(context));
  const online = onlineSettings(context.config, input.options.online);
  if (!online.ok) return context.fail(online.error);
  native();
  const sampler = await TopSampler.start(hostOf(context), {
    ...samplerOptions(context, input),
    ...(online.value === undefined ? {} : { online: online.value }),
  });
  if (!options.once) {
    const ending = isLive ? await onScreen(context, input, sampler) : await inLines(context, input, sampler);
    sampler.close();
    return ending === 'done' ? 0 : endLike({ how: 'signalled', signal: ending.signal, core: false });
  }
  await sampler.settle();
  const reading = await oneReading(sampler, options.interval);
  for (const warning of sampler.takeWarnings()) context.warn(warning);
  sampler.close();
  if (context.json) return context.succeed(readingJson(reading));
  const history = new History(1);
  const { lines } = drawFrame(
    { reading, history, ui: startState(options.interval) },
    lookOf(context, options),
  );
  context.out(`${lines.join('\n')}\n`);
  return 0;
}

/** With the boot clock that has just been loaded: this command may be a part of its own, with bindings of its own. */
function hostOf({ host }: CliContext): Host {
  return { ...host, clock: { ...host.clock, bootS: bootClock } };
}

function samplerOptions(
  context: CliContext,
  { options, origins }: Input,
): Parameters<typeof TopSampler.start>[1] {
  const meters = meterSettings(context);
  const place = locateBook(context.host, options.book === undefined ? {} : { book: options.book });
  const region =
    origins['region'] === 'option' ? { region: options.region } : { configRegion: options.region };
  return {
    footprint: {
      ...region,
      intensityGPerKwh: options.intensity,
      pue: options.pue,
      wue: options.wue,
      marketGPerKwh: options.marketIntensity,
      price: priceOf(options.price, context),
    },
    ...(meters === undefined ? {} : { meters }),
    ...(place.ok && place.value.exists ? { book: place.value.dir } : {}),
  };
}

async function onScreen(context: CliContext, { options }: Input, sampler: TopSampler): Promise<Ending> {
  const { unicode, style } = context;
  const look = { unicode, style, unit: options.unit };
  return await liveScreen(context, sampler, { intervalS: options.interval, seconds: options.seconds, look });
}

/** One line of JSON an interval, until it is ended. */
async function inLines(context: CliContext, { options }: Input, sampler: TopSampler): Promise<Ending> {
  const { ended } = untilEnded(options.seconds);
  const ticks = new PolledTicks(context.host.clock, sampler, options.interval, () => {
    const reading = sampler.read();
    context.out(successEnvelope(context.command, readingJson(reading), sampler.takeWarnings()));
  });
  const ending = await ended;
  ticks.stop();
  return ending;
}

function noScreen(context: CliContext) {
  const why = context.isTTY
    ? 'TERM is dumb: this terminal has no screen to draw on'
    : 'the live view needs a terminal, and stdout is none';
  return problem(
    'E_USAGE',
    'nothing to draw on',
    why,
    'print one frame: joulebook top --once; or a line of JSON each interval: joulebook top --json',
  );
}
