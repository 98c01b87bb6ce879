import { type Said, valueOf } from '../said.ts';

/** A piece of a trial's output, without colours. */
export interface OutputLine {
  readonly text: string;
  /** Whether a newline ended it; false where a carriage return did, and the next piece is written over it. */
  readonly isWhole: boolean;
}

/** Reads the lines of one kind of training. Made anew for each trial, for some remember lines. */
export interface LineReader {
  /** What a line says: nothing (`[]`) where it is one of its kind, undefined where it is none and others are to look at it. */
  read(line: OutputLine): readonly Said[] | undefined;
  /** What was held back, now that something else was printed or the output has ended. */
  flush?(): readonly Said[];
}

/** Whether anything that is sought was said. A reader whose lines speak of other things too keeps them so from the readers behind it. */
export function anySought(metrics: readonly string[], said: Said): boolean {
  return metrics.some((name) => valueOf(said, name) !== undefined);
}

/** Makes a reader. @param metrics names that are sought. */
export type MakeLineReader = (metrics: readonly string[]) => LineReader;
