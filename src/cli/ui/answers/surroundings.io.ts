import type { Book } from '../../../book/book.io.ts';
import type { Host } from '../../../host/host.ts';
import type { CliContext } from '../../context.ts';
import type { RowMemory } from '../row-memory.io.ts';

/** What every answer of the dashboard may use. */
export interface Surroundings {
  readonly host: Host;
  readonly book: Book;
  readonly rows: RowMemory;
  readonly context: CliContext;
  /** `--book=DIR`, for a command that is asked. */
  readonly bookWords: readonly string[];
  /** Is told what goes wrong where no answer can say so. */
  readonly onFault: (error: unknown) => void;
}
