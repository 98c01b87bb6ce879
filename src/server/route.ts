/** What a page asks: the parts of the path, the words behind `?`, and for a change what it sends. */
export interface Question {
  /** The part of the path that a name stands for, decoded: `ref` of `/runs/:ref`. */
  readonly part: (name: string) => string;
  /** The value of a word behind `?`; undefined where it is not there or empty. */
  readonly word: (name: string) => string | undefined;
  /** All values of a word that may be there several times. */
  readonly words: (name: string) => readonly string[];
  /** What was sent, as JSON; undefined for a question without a body. */
  readonly body?: unknown;
}

/** An answer as it goes out. */
export interface Reply {
  readonly status: number;
  /** Media type; JSON where none is said. */
  readonly type?: string;
  readonly body: string | Uint8Array | ReadableStream<Uint8Array>;
  /** The browser saves it under this name. */
  readonly download?: string;
}

/** One address of the API, relative to `/api`. `POST` and `DELETE` change the book. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** E.g. `/runs/:ref/power`. */
  readonly path: string;
  /** Bytes that it takes, where that is more than a change of the book needs. */
  readonly mostBytes?: number;
  readonly answer: (question: Question) => Reply | Promise<Reply>;
}
