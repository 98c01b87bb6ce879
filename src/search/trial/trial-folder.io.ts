import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { type Counting, NOTHING_SAID } from './resource-count.ts';
import type { TrialInput, TrialPaths } from './trial-task.ts';

const COUNTING = 'counting.json';

/** The files of a trial: `<study>/trials/<number>/`. */
export class TrialFolder implements TrialPaths {
  readonly path: string;

  /** @param study absolute path of the study's folder. */
  constructor(study: string, number: number) {
    this.path = join(study, 'trials', String(number));
  }

  get log(): string {
    return join(this.path, 'output.log');
  }

  get parametersFile(): string {
    return join(this.path, 'parameters.json');
  }

  get checkpoints(): string {
    return join(this.path, 'checkpoint');
  }

  get stopFile(): string {
    return join(this.path, 'stop');
  }

  /** Whether the trial has put anything where it was to keep its state. */
  get hasCheckpoint(): boolean {
    try {
      return readdirSync(this.checkpoints).length > 0;
    } catch {
      return false;
    }
  }

  /** Makes what an attempt finds; one that begins anew finds no checkpoint of another. */
  prepare({ parameters, isResumed }: TrialInput): Problem | undefined {
    try {
      if (!isResumed) rmSync(this.checkpoints, { recursive: true, force: true });
      rmSync(this.stopFile, { force: true });
      mkdirSync(this.checkpoints, { recursive: true });
      writeFileSync(this.parametersFile, `${JSON.stringify(parameters)}\n`);
      return undefined;
    } catch (failure) {
      const { why, fix } = whyNot(failure);
      return problem('E_BOOK_WRITE', `the folder of a trial cannot be made: ${this.path}`, why, fix);
    }
  }

  /** How the trial counted until its last pause. */
  get counting(): Counting {
    try {
      const text = readFileSync(join(this.path, COUNTING), 'utf8');
      return JSON.parse(text, (_, value: unknown) => (value === null ? Number.NaN : value)) as Counting;
    } catch {
      return NOTHING_SAID;
    }
  }

  keepCounting(counting: Counting): void {
    try {
      writeFileSync(join(this.path, COUNTING), JSON.stringify(counting));
    } catch {
      // a full disk: it will be found out anew from what the trial says
    }
  }

  /** Tells a trial that looks for it that it should stop. */
  askToStop(): void {
    try {
      writeFileSync(this.stopFile, '');
    } catch {
      // a full disk: it is ended by signal
    }
  }

  /** The state of a trial that is over is of no use, and may be large. */
  dropCheckpoint(): void {
    rmSync(this.checkpoints, { recursive: true, force: true });
  }

  /** What the trial finds in its environment. */
  variables({ study, number, parameters, seed, isResumed, until }: TrialInput): Record<string, string> {
    return {
      JOULEBOOK_STUDY: study,
      JOULEBOOK_TRIAL: String(number),
      JOULEBOOK_PARAMS_JSON: JSON.stringify(parameters),
      JOULEBOOK_PARAMS_FILE: this.parametersFile,
      JOULEBOOK_CKPT_DIR: this.checkpoints,
      JOULEBOOK_RESUME: isResumed ? '1' : '0',
      JOULEBOOK_SEED: String(seed),
      JOULEBOOK_STOP_FILE: this.stopFile,
      ...(until === undefined ? {} : { JOULEBOOK_MAX_RESOURCE: String(until) }),
    };
  }
}
