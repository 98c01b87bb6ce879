import { shellLine } from '../parts/shell-line.ts';

/** What of an address a command is made from. */
export interface PageView {
  /** E.g. `/waste`. */
  readonly path: string;
  /** Filter, time range and project in one. */
  readonly filter: string;
  /** The totals of the page leave the sample's runs out, which a listing would show. */
  readonly leavesSample?: boolean;
  /** A key of the address. */
  readonly view: (key: string) => string | undefined;
}

/**
 * The command that says the same as a page; undefined where there is none, or where the page itself offers one that knows more of it.
 *
 * @example
 * pageCommand({ path: '/waste', filter: 'project:bert', view: () => undefined }) // 'joulebook waste project:bert'
 */
export function pageCommand({ path, filter, leavesSample = false, view }: PageView): string | undefined {
  const [, page = '', rest = ''] = path.split('/');
  const one = decoded(rest);
  const filters = filter === '' ? [] : [filter];
  const option = (name: string, key: string): readonly string[] => {
    const value = view(key) ?? '';
    return value === '' ? [] : [`--${name}=${value}`];
  };
  switch (page) {
    case '':
      return line(
        'ls',
        ...(view('t') === undefined ? ['start>=-30d'] : []),
        ...filters,
        ...(leavesSample ? ['tag!=sample'] : []),
      );
    case 'runs':
      return one === '' ? undefined : line('show', one);
    case 'studies':
      return one === '' ? line('study', 'ls') : line('study', 'show', one);
    case 'pipeline':
      return line('status');
    case 'grid':
      return line('regions');
    case 'waste':
      return line('waste', ...filters);
    case 'budget':
      return line('budget', ...option('month', 'month'), ...option('project', 'p'));
    case 'live':
      return line('top');
    default:
      return undefined;
  }
}

function line(...words: readonly string[]): string {
  return shellLine(['joulebook', ...words]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // an address that was cut within a letter
  }
}
