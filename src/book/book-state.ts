/** By what one sees whether the runs of a book, or one of them, have changed: files by their inode, size and times, as the index is kept by. */
export interface BookState {
  /** Differs as soon as any run does. */
  readonly text: string;
  /** By what one sees, with a look at a few folders, whether runs came or went since; empty where that cannot be told. */
  readonly witness: string;
  /** State of the run in a folder, relative to the book: of its record, or of its journal while it lives; undefined where it has neither. */
  readonly ofRun: (path: string) => number | undefined;
}
