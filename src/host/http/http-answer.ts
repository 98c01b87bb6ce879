/** One request over HTTP. */
export interface HttpRequest {
  readonly url: URL;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Certificates (PEM) that are trusted in place of Node's own. */
  readonly trusted?: readonly string[];
}

/** How long is waited, and how much is taken. */
export interface HttpBounds {
  /** Until the connection stands (with TLS), ms. */
  readonly connectMs: number;
  /** Until the whole answer is there, ms. */
  readonly wholeMs: number;
  /** A longer body is refused. */
  readonly mostBytes: number;
  /** Ends the request early. */
  readonly signal?: AbortSignal;
}

/** What came of a request: a whole answer of any status, or why there is none. */
export type HttpAnswer =
  | {
      readonly isWhole: true;
      readonly status: number;
      readonly text: string;
      /** Value of a header by its name in lower case. */
      readonly header: (name: string) => string | undefined;
    }
  | {
      readonly isWhole: false;
      readonly why: string;
      /** Worth another try at once: the connection broke. */
      readonly mayRetry: boolean;
    };
