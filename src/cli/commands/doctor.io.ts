import { describeMachine } from '../../hardware/describe-machine.io.ts';
import { printDuration } from '../../units/format-duration.ts';
import type { ConfigKey } from '../config/config-keys.ts';
import { readSettings } from '../config/read-settings.io.ts';
import type { Settings } from '../config/settings.ts';
import type { CliContext } from '../context.ts';
import { bookFixes } from '../doctor/book-fixes.io.ts';
import { type Check, check, worstOf } from '../doctor/check.ts';
import { doctorJson } from '../doctor/doctor-json.ts';
import { type ExamineOptions, examine } from '../doctor/examine.io.ts';
import { mend } from '../doctor/mend.io.ts';
import { lookAtBook, type NamedBook } from '../doctor/look-at-book.io.ts';
import { raplFix } from '../doctor/rapl-fix.io.ts';
import { settingsChecks } from '../doctor/settings-checks.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { onlineSettings } from '../run/online-settings.ts';
import { meterSettings } from '../run/meter-settings.ts';
import { priceOf } from '../run/price-of.ts';
import type { DOCTOR } from '../spec/meter-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { doctorView } from '../views/doctor-view.ts';
import { printOptions } from '../views/look.ts';

/** `joulebook doctor`: looks at every meter and every fact that a measurement needs. */
export async function run(context: CliContext, input: InputOf<typeof DOCTOR>): Promise<number> {
  const { host } = context;
  const { options } = input;
  // Settings that are wrong are one of the things to report: they do not end the command, and are told once.
  const settings = await readSettings(host);
  const meters = meterSettings({ ...context, config: settings }) ?? {};
  const named = namedBook(options.book, settings);
  const book = lookAtBook(host, named);
  // Inside a virtual machine the counters are only believed where somebody says so: opening them would be no use.
  const isBelieved = meters.rapl === 'trusted' || !describeMachine(host).info.virtual;
  const rapl = isBelieved ? raplFix(host) : undefined;
  const fixes = [...(rapl === undefined ? [] : [rapl]), ...bookFixes(host, named, book)];
  if (options.fix) return await mend(context, fixes, options.yes);

  const look = lookOf(context, {});
  const closed = rapl !== undefined && host.uid === 0 ? [closedToOthers()] : [];
  const online = onlineSettings(settings, false);
  const wrong = [...settings.problems, ...(online.ok ? (online.value?.problems ?? []) : [online.error])];
  const clear = showWait(context, options.seconds);
  const found = await examine(host, {
    ...settingsOf(settings),
    meters,
    seconds: options.seconds,
    book,
    more: [...closed, ...settingsChecks(settings.files, wrong)],
    online: online.ok ? online.value : undefined,
    print: printOptions(look),
  }).finally(clear);
  const names = fixes.map(({ id }) => id);
  if (context.json) context.succeed(doctorJson(found, names));
  else {
    const page = { ...found, isVerbose: context.verbose > 0, canMend: names.length > 0 };
    context.out(`${doctorView(page, look).join('\n')}\n`);
  }
  return worstOf(found.checks) === 'fail' ? 1 : 0;
}

/** Where the book is named, the strongest first. */
function namedBook(option: string | undefined, settings: Settings): NamedBook {
  if (option !== undefined) return { path: option, where: '--book' };
  const { value, where } = settings.get('book');
  return typeof value === 'string' ? { path: value, where: where ?? 'the settings' } : undefined;
}

/** The settings that a run here would take. */
function settingsOf(
  settings: Settings,
): Pick<
  ExamineOptions,
  'intervalS' | 'region' | 'intensityGPerKwh' | 'pue' | 'wue' | 'marketGPerKwh' | 'price'
> {
  const number = (key: ConfigKey): number | undefined => {
    const { value } = settings.get(key);
    return typeof value === 'number' ? value : undefined;
  };
  const region = settings.get('region').value;
  return {
    intervalS: number('interval') ?? 1,
    region: typeof region === 'string' ? region : undefined,
    intensityGPerKwh: number('intensity'),
    pue: number('pue'),
    wue: number('wue'),
    marketGPerKwh: number('market-intensity'),
    price: priceOf(number('price'), { config: settings }),
  };
}

/** Root sees counters that others do not: a measurement by root is better than theirs. */
function closedToOthers(): Check {
  return check('meter.rapl.others', ['chips', 'RAPL'], 'note', 'not every user may read these counters', {
    why: 'runs of users without that right are modelled',
    fix: 'joulebook doctor --fix (a udev rule)',
  });
}

/** Says what is waited for, where somebody looks. Returns what takes it away again. */
function showWait(context: CliContext, seconds: number): () => void {
  if (!context.errIsTTY || context.json || context.quiet || context.host.env['TERM'] === 'dumb')
    return () => {};
  context.err(`reading the meters, ${printDuration(2 * seconds)}${context.unicode ? '…' : '...'}`);
  return () => context.err('\r\u001b[K');
}
