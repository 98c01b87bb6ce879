import { type Place, type Problem, problem } from '../../errors.ts';
import { nearestName } from '../space/nearest-name.ts';
import type { SourceNode, Span } from './yaml-tree.ts';

/** Where something is wrong: at a place, in the file as a whole, or in what the command line says. */
export type Where = Span | SourceNode | 'file' | 'options';

/** Collects what is wrong in a text, each thing with its place, so that all of it is told at once. */
export class Mistakes {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly file: string;
  readonly text: string;

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
  }

  /** A mistake somewhere. */
  add(at: Where, what: string, why: string, fix: string): void {
    this.problems.push(this.made(at, what, why, fix));
  }

  /** Something that is no mistake but should be known. */
  warn(at: Where, what: string, why: string, fix?: string): void {
    this.warnings.push(this.made(at, what, why, fix));
  }

  /** A word that is none of those that are known; where one of them is near it is offered, else all are listed. */
  unknown(at: Where, what: string, word: string, known: readonly string[]): void {
    const meant = nearestName(word, known);
    if (meant === undefined)
      this.add(at, what, `Known are ${known.join(', ')}.`, 'Take one of them, or leave it out.');
    else this.add(at, what, 'It would be ignored.', `Did you mean \`${meant}\`?`);
  }

  private made(at: Where, what: string, why: string, fix?: string): Problem {
    if (at === 'options') return problem('E_SEARCH', what, why, fix);
    const place = at === 'file' ? undefined : this.placeOf(at);
    return problem('E_SEARCH', `${this.file}: ${what}`, why, fix, place);
  }

  private placeOf(at: Span | SourceNode): Place {
    const [from, to] = 'kind' in at ? at.span : at;
    const offset = Math.min(from, this.text.length);
    const lines = this.text.slice(0, offset).split(/\r\n|[\n\r]/);
    const column = lines.at(-1)?.length ?? 0;
    const line = this.text.slice(offset - column).split(/[\n\r]/, 1)[0] ?? '';
    const length = Math.max(1, Math.min(to - from, line.trimEnd().length - column));
    return { file: this.file, line: lines.length, column: column + 1, text: line, length };
  }
}
