import { closeSync, openSync, writeSync } from 'node:fs';
import { isTerminal } from '../is-terminal.io.ts';
import type { RunObserver } from '../../run/run-command.io.ts';
import type { RunSession } from '../../run/session.io.ts';
import { printEnergy } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import type { CliContext } from '../context.ts';
import { asciiText } from '../output/ascii-text.ts';
import { forecastText, type LiveFacts, liveLine } from './live-line.ts';

/** Without a terminal: a line at most this often, s, */
const QUIET_FOR_S = 600;
/** and only when this part of the planned epochs has passed. */
const PART = 0.1;

/** Shows how a run goes on: a live line where the command does not write on the same terminal, rare whole lines where there is none. */
export interface Progress extends Pick<RunObserver, 'onStart' | 'onSample'> {
  /** Takes the live line away. */
  readonly clear: () => void;
}

/** Chooses the way to show progress. */
export function progressFor(
  context: CliContext,
  options: { readonly live: boolean; readonly commandHasTerminal: boolean },
): Progress {
  if (context.quiet || context.json) return SILENT;
  const terminal = options.live || !options.commandHasTerminal ? openTerminal(context) : undefined;
  if (terminal !== undefined) return onTerminal(context, terminal);
  return context.errIsTTY ? SILENT : inLines(context);
}

const SILENT: Progress = { onStart: () => {}, onSample: () => {}, clear: () => {} };

/** Our stderr if it is a terminal, else the controlling terminal if we are in its foreground. */
function openTerminal(context: CliContext): { readonly fd: number; readonly close: () => void } | undefined {
  if (context.host.env['TERM'] === 'dumb') return undefined;
  if (context.errIsTTY) return { fd: 2, close: () => {} };
  if (!isTerminal(0)) return undefined; // a background or batch job: nobody looks
  try {
    const fd = openSync('/dev/tty', 'w');
    return { fd, close: () => closeSync(fd) };
  } catch {
    return undefined;
  }
}

function onTerminal(
  context: CliContext,
  terminal: { readonly fd: number; readonly close: () => void },
): Progress {
  let shown = false;
  const write = (text: string): void => {
    try {
      writeSync(terminal.fd, text);
    } catch {
      // the terminal has gone; the run has not
    }
  };
  return {
    onStart: () => {},
    onSample: (session) => {
      write(`\r${liveLine(factsOf(session), context)}\u001b[K`);
      shown = true;
    },
    clear: () => {
      if (shown) write('\r\u001b[K');
      terminal.close();
    },
  };
}

function inLines(context: CliContext): Progress {
  let saidAtS = 0;
  let saidPart = 0;
  return {
    onStart: (session) => {
      const { machine } = session.reducer;
      const grades = machine?.components.filter((c) => c.available).map((c) => c.grade) ?? [];
      const grade = [...grades].sort().at(-1) ?? '?';
      const name = machine?.intensity.zoneName ?? 'unknown';
      const region = context.unicode ? name : asciiText(name);
      context.err(`joulebook: start ${session.name} grade ${grade} region ${region}\n`);
    },
    onSample: (session) => {
      if (session.durationS - saidAtS < QUIET_FOR_S) return; // asked at every tick: the facts cost more than a reading
      const facts = factsOf(session);
      const part = facts.plannedEpochs === undefined ? 1 : facts.epochs / facts.plannedEpochs;
      if (part - saidPart < PART) return;
      saidAtS = facts.durationS;
      saidPart = facts.plannedEpochs === undefined ? 0 : part;
      const percent = facts.plannedEpochs === undefined ? '' : `${Math.floor(part * 100)}% `;
      const foretold = forecastText(facts, context.unicode);
      const energy = printEnergy(facts.energyJ, { ascii: !context.unicode });
      context.err(
        `joulebook: ${percent}${printDuration(facts.durationS)} ${energy}${foretold === '' ? '' : `, forecast ${foretold}`}\n`,
      );
    },
    clear: () => {},
  };
}

function factsOf(session: RunSession): LiveFacts {
  const { energyJ, co2G, durationS } = session.spent();
  return {
    durationS,
    powerW: session.reducer.lastPowerW ?? null,
    energyJ,
    co2G,
    epochs: session.reducer.epochEnergies().length,
    plannedEpochs: session.told.plannedEpochs,
    stage: session.reducer.openStage,
    forecast: session.told.forecast(),
  };
}
