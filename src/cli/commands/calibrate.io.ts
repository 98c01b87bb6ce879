import { type Problem, problem } from '../../errors.ts';
import { addCalibration } from '../../meters/calibration/calibration-file.io.ts';
import { calibratedKnowledge } from '../calibrate/calibrated-knowledge.ts';
import type { Calibration } from '../../meters/calibration/calibration.ts';
import type { MeterSettings } from '../../meters/feeds.ts';
import { err, type Result } from '../../result.ts';
import { parsePower } from '../../units/quantity.ts';
import { askYes, canAsk } from '../calibrate/ask.io.ts';
import { type Check, checkByDisplay, checkByMeter, tellCheck } from '../calibrate/check.io.ts';
import { checkByRun } from '../calibrate/check-run.io.ts';
import { concludeMeasured, concludeTyped } from '../calibrate/conclude.io.ts';
import { beforeAfter, beforeAfterJson, findingText } from '../calibrate/finding-view.ts';
import { listCalibrations, removeOne } from '../calibrate/kept.io.ts';
import { measure, type MeasureOptions, noMeter } from '../calibrate/measure.io.ts';
import { warningsOf } from '../calibrate/machine-warnings.ts';
import { Rig } from '../calibrate/rig.io.ts';
import { type ProgramLoad, programLoad } from '../calibrate/program-load.io.ts';
import { INTERRUPTED } from '../calibrate/run-steps.io.ts';
import { planSteps, type Step } from '../calibrate/steps.ts';
import { lookAtMachine } from '../calibrate/surroundings.io.ts';
import type { Surroundings } from '../calibrate/surroundings.ts';
import { type TypedPower, typedPowers } from '../calibrate/typed-powers.ts';
import { usageProblem } from '../calibrate/usage.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import { meterSettings } from '../run/meter-settings.ts';
import type { CALIBRATE } from '../spec/calibrate-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof CALIBRATE>;
type Outcome<T> = Result<T, Problem | typeof INTERRUPTED>;

/** Loads between idle and full load that are measured, and those of a check. */
const LEVELS = [0.25, 0.5, 0.75, 1];
const CHECKED_LEVELS = [0.5, 1];
/** How long the machine is watched beside a display, s, where no time is given. */
const BESIDE_DISPLAY_S = 10;
const EXIT_INTERRUPTED = 130;

/** `joulebook calibrate`: learns what the machine draws at the wall. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const { options } = input;
  if (options.list) return listCalibrations(context);
  if (options.remove !== undefined) return removeOne(context, options.remove);
  const wrong = usageProblem(options, { run: input.arguments.run, canAsk: canAsk(context) });
  if (wrong !== undefined) return context.fail(wrong);
  const typed = typedPowers(options);
  if (!typed.ok) return context.fail(typed.error);
  const program = programLoad(context.host, options);
  if (!program.ok) return context.fail(program.error);
  if (input.arguments.run !== undefined) return checkFinished(context, input, input.arguments.run);
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onSignal);
  const around = await lookAtMachine(context.host, settingsOf(context, options.plug));
  const rig = rigOf(context, around, options.plug !== undefined);
  const stopListening = (): void => {
    for (const name of signals) process.off(name, onSignal);
  };
  try {
    for (const warning of [...around.warnings, ...warningsOf(around)]) context.warn(warning);
    const plug = around.findings.find(({ meter, state }) => meter === 'plug' && state === 'unusable');
    const asksPlug = options.csv === undefined && typed.value === undefined && options.wall === undefined;
    if (plug !== undefined && asksPlug)
      return context.fail(problem('E_METER', `the ${plug.what} cannot be read`, plug.why, plug.fix));
    const { signal } = interrupt;
    if (options.check)
      return end(
        context,
        await check(context, input, { around, rig, program: program.value, signal }),
        tellCheck,
      );
    const made = await calibrate(context, input, {
      around,
      rig,
      typed: typed.value,
      program: program.value,
      signal,
    });
    // From here on nothing runs that would have to be ended: Ctrl-C at the question ends us as usual.
    stopListening();
    return end(context, made, (_, calibration) => keep(context, input, around, calibration));
  } finally {
    rig.close();
    stopListening();
  }
}

function end<T>(
  context: CliContext,
  outcome: Outcome<T>,
  tell: (context: CliContext, value: T) => number,
): number {
  if (outcome.ok) return tell(context, outcome.value);
  if (outcome.error !== INTERRUPTED) return context.fail(outcome.error);
  if (!context.quiet) context.err('joulebook: interrupted: nothing is saved\n');
  return EXIT_INTERRUPTED;
}

function settingsOf(context: CliContext, plug: string | undefined): MeterSettings {
  return { ...meterSettings(context), ...(plug === undefined ? {} : { plug }) };
}

function rigOf(context: CliContext, around: Surroundings, isPlugNamed: boolean): Rig {
  return new Rig(context.host, {
    sources: around.sources,
    model: around.model,
    cpuCapacity: around.machine.cpuCapacity,
    efficiency: around.byTables.wall.efficiency.value,
    ...(isPlugNamed ? { named: 'plug' } : {}),
  });
}

interface Bench {
  readonly around: Surroundings;
  readonly rig: Rig;
  readonly typed?: readonly TypedPower[] | undefined;
  readonly program: ProgramLoad | undefined;
  readonly signal: AbortSignal;
}

async function calibrate(context: CliContext, input: Input, bench: Bench): Promise<Outcome<Calibration>> {
  const { options } = input;
  const { around, rig, typed, program } = bench;
  const { host } = context;
  if (typed !== undefined && !rig.counts('cpu')) return concludeTyped(host, around, typed);
  if (typed === undefined && options.csv === undefined && rig.meter === undefined) return err(noMeter());
  const levels = typed?.map(({ load }) => load).filter((load) => load > 0) ?? LEVELS;
  // With figures that are typed in, full load is the user's where a command is given: it takes the place of ours.
  const steps =
    typed === undefined || program === undefined
      ? planSteps(options.seconds, levels, program?.name)
      : planSteps(
          options.seconds,
          levels.filter((load) => load < 1),
          program.name,
        );
  tellPlan(context, steps, typed !== undefined);
  const measured = await measure(context, rig, measureOptions(input, bench, steps));
  if (!measured.ok) return measured;
  return typed === undefined
    ? concludeMeasured(host, around, rig, { measured: measured.value, steps, csv: options.csv })
    : concludeTyped(host, around, typed, { trace: measured.value.trace, steps, rig });
}

function measureOptions(
  { options }: Input,
  { around, program, signal }: Bench,
  steps: readonly Step[],
): MeasureOptions {
  return {
    steps,
    signal,
    command: program?.command,
    csv: options.csv,
    anyway: options.anyway,
    cpuCapacity: around.machine.cpuCapacity,
  };
}

function tellPlan(context: CliContext, steps: readonly Step[], isTyped: boolean): void {
  if (context.quiet || context.json) return;
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const names = steps.map(({ label }) => label).join(', ');
  const why = isTyped ? 'reading the counters in the loads whose power you typed in' : 'measuring';
  context.err(`joulebook: ${why} for ${Math.ceil(seconds)} s: ${names}\n`);
}

async function check(context: CliContext, input: Input, bench: Bench): Promise<Outcome<Check>> {
  const { around, rig, program, signal } = bench;
  const { options, origins } = input;
  if (options.wall !== undefined) {
    const watts = parsePower(options.wall, { label: '--wall' });
    if (!watts.ok) return watts;
    const seconds = origins['seconds'] === 'default' ? BESIDE_DISPLAY_S : options.seconds;
    return await checkByDisplay(context, around, rig, { watts: watts.value, seconds, signal });
  }
  const steps = planSteps(options.seconds, CHECKED_LEVELS, program?.name);
  if (rig.meter !== undefined || options.csv !== undefined) tellPlan(context, steps, false);
  return await checkByMeter(context, around, rig, measureOptions(input, bench, steps));
}

function checkFinished(context: CliContext, { options }: Input, ref: string): number {
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const found = book.value.resolve(ref);
  if (!found.ok) return context.fail(found.error);
  const record = book.value.record(found.value.id);
  if (!record.ok) return context.fail(record.error);
  const checked = checkByRun(record.value, options.csv ?? '');
  return checked.ok ? tellCheck(context, checked.value) : context.fail(checked.error);
}

/** Says what was found, and saves it where that is wanted. */
function keep(
  context: CliContext,
  { options }: Input,
  around: Surroundings,
  calibration: Calibration,
): number {
  const after = calibratedKnowledge(around, calibration);
  const change = beforeAfter(calibration, around.now, after);
  if (!context.json) context.out(findingText(calibration, change, { ascii: !context.unicode }));
  const saves = !options.dryRun && (options.yes || askYes(context, 'Save it, for later runs to use?'));
  if (saves) {
    const failed = addCalibration(context.host, around.hostId, calibration);
    if (failed !== undefined) return context.fail(failed);
  }
  if (!context.json && !context.quiet) context.err(saves ? `saved; later runs use it\n` : 'nothing saved\n');
  return context.succeed({ calibration, saved: saves, wall: beforeAfterJson(change) });
}
