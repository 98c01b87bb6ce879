import { closeSync, openSync } from 'node:fs';
import type { Problem } from '../errors.ts';
import { ERRORS } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Settings } from './config/settings.ts';
import type { CliContext } from './context.ts';
import { isTerminal } from './is-terminal.io.ts';
import { asPipelineProblem } from './output/pipeline-problem.ts';
import { errorEnvelope, successEnvelope } from './output/json-envelope.ts';
import { renderProblem } from './output/render-problem.ts';
import { styleFor, wantsColor, wantsUnicode } from './output/style.ts';
import { writeAll, writeError } from './write.io.ts';

/** What the command line says about the context. */
export interface ContextFlags {
  readonly command: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly noColor: boolean;
  readonly verbose: number;
  /** The command works on a DVC project: it ends as DVC does. */
  readonly isPipeline?: boolean;
  /** Under --json the answer is DVC's, without an envelope: errors and warnings are text. */
  readonly isDvcJson?: boolean;
}

/** Where what a command says goes. */
export interface Outlet {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const TERMINAL: Outlet = { out: (text) => writeAll(1, text), err: writeError };

/** The context of a command on this terminal, or where else its words are to go. */
export function createContext(
  host: Host,
  flags: ContextFlags,
  config: Settings,
  outlet: Outlet = TERMINAL,
): CliContext {
  const isTTY = isTerminal(1);
  const errIsTTY = isTerminal(2);
  const { env } = host;
  const style = styleFor(!flags.json && wantsColor({ env, isTTY, noColor: flags.noColor }));
  const errStyle = styleFor(wantsColor({ env, isTTY: errIsTTY, noColor: flags.noColor }));
  const warnings: Problem[] = [];
  let columns: number | undefined;
  let isTold = false;
  const isEnveloped = flags.json && flags.isDvcJson !== true;
  const context: CliContext = {
    host,
    command: flags.command,
    out: outlet.out,
    err: outlet.err,
    isTTY,
    errIsTTY,
    get columns() {
      columns ??= terminalColumns(host, isTTY || errIsTTY);
      return columns;
    },
    style,
    errStyle,
    color: style.enabled,
    unicode: wantsUnicode(env, host.platform),
    json: flags.json,
    quiet: flags.quiet,
    verbose: flags.verbose,
    config,
    warnings,
    warn: (warning) => {
      warnings.push(warning);
      if (!isEnveloped && !flags.quiet) {
        outlet.err(renderProblem(warning, { style: errStyle, width: context.columns, kind: 'warning' }));
      }
    },
    fail: (failure, done) => {
      const problem = flags.isPipeline === true ? asPipelineProblem(failure) : failure;
      // One object on stdout: what goes wrong after it is told as text.
      if (isEnveloped && !isTold) outlet.out(errorEnvelope(flags.command, problem, warnings, done));
      else outlet.err(renderProblem(problem, { style: errStyle, width: context.columns }));
      return ERRORS[problem.code].exit;
    },
    succeed: (data) => {
      isTold = true;
      if (flags.json) outlet.out(successEnvelope(flags.command, data, warnings));
      return 0;
    },
  };
  return context;
}

const DEFAULT_COLUMNS = 80;

/**
 * Width of the terminal. /dev/tty is opened anew: the stream sets flags on its open file description, and those of descriptors 1 and
 * 2 belong to the measured command as well.
 */
function terminalColumns(host: Host, terminal: boolean): number {
  const told = Number(host.env['COLUMNS']);
  if (Number.isInteger(told) && told > 0) return told;
  if (!terminal) return DEFAULT_COLUMNS;
  let fd: number;
  try {
    fd = openSync('/dev/tty', 'r+');
  } catch {
    return DEFAULT_COLUMNS; // no controlling terminal
  }
  try {
    // Loaded only here: it brings Node's networking with it.
    const { WriteStream } = process.getBuiltinModule('node:tty');
    const stream = new WriteStream(fd);
    const { columns } = stream;
    stream.destroy(); // closes fd
    return columns > 0 ? columns : DEFAULT_COLUMNS;
  } catch {
    closeSync(fd);
    return DEFAULT_COLUMNS;
  }
}
