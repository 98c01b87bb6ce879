import { openBook } from '../../book/book.io.ts';
import { FIELD_NAMES } from '../../book/filter-fields.ts';
import { CONFIG_KEY_NAMES, configKeySpec } from '../config/config-keys.ts';
import type { Candidate } from '../completion/candidate.ts';
import type { CliContext } from '../context.ts';
import { firstWords } from '../spec/families.ts';
import type { COMPLETE } from '../spec/setup-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { shortId } from '../views/look.ts';

/** Most runs that are offered; whoever has more types a letter. */
const MOST_RUNS = 200;

/**
 * Candidates for the shell, `word<TAB>description` a line. Says nothing where something is wrong: there is nobody to read it in the
 * middle of a command line.
 */
export async function run(context: CliContext, input: InputOf<typeof COMPLETE>): Promise<number> {
  const { kind, prefix = '' } = input.arguments;
  const found = (await candidates(context, kind)).filter(([word]) =>
    word.toLowerCase().startsWith(prefix.toLowerCase()),
  );
  context.out(found.map(([word, what]) => `${word}\t${what.replaceAll(/\s+/g, ' ')}\n`).join(''));
  return 0;
}

async function candidates(context: CliContext, kind: string): Promise<Candidate[]> {
  switch (kind) {
    case 'run':
      return runs(context);
    case 'project':
      return projects(context);
    case 'region': {
      const { allPlaces } = await import('../../grid/places.io.ts');
      return allPlaces(context.host).map(({ id, name }) => [id, name]);
    }
    case 'config-key':
      return CONFIG_KEY_NAMES.map((key) => [key, configKeySpec(key).description]);
    case 'command':
      return firstWords().map((word) => [word, '']);
    case 'target':
    case 'remote':
    case 'experiment':
    case 'revision': {
      const { projectCandidates } = await import('../completion/project-candidates.io.ts');
      return projectCandidates(context.host, kind);
    }
    case 'study': {
      const { studyCandidates } = await import('../completion/study-candidates.io.ts');
      return studyCandidates(context.host);
    }
    case 'field':
      return FIELD_NAMES.map((name) => [name, '']);
    case 'figure':
      return figures(context);
    default:
      return [];
  }
}

function runs(context: CliContext): Candidate[] {
  const book = openBook(context.host);
  const listing = book.ok ? book.value.list({ limit: MOST_RUNS }) : undefined;
  const rows = listing?.ok === true ? listing.value.rows : [];
  return [
    ...(rows.length === 0
      ? []
      : ([
          ['@last', 'the newest'],
          ['@prev', 'the one before'],
          ['@best', 'the best'],
        ] as const)),
    ...rows.map((row): Candidate => [row.name, row.startedAt]),
    ...rows.map((row): Candidate => [shortId(row.id), row.name]),
  ];
}

/** Figures of the newest run, whose stages and GPUs are most likely meant. */
async function figures(context: CliContext): Promise<Candidate[]> {
  const { STATIC_FIGURES } = await import('../../report/why/static-figures.ts');
  const { runFigureNames } = await import('../../report/why/figures.ts');
  const book = openBook(context.host);
  const newest = book.ok ? book.value.resolve('@last') : undefined;
  return [
    ...STATIC_FIGURES.map(({ names, meaning }): Candidate => [names[0], meaning]),
    ...(newest?.ok === true ? runFigureNames(newest.value) : []).map((name): Candidate => [name, '']),
  ];
}

function projects(context: CliContext): Candidate[] {
  const book = openBook(context.host);
  const listing = book.ok ? book.value.list({ limit: MOST_RUNS * 10 }) : undefined;
  const rows = listing?.ok === true ? listing.value.rows : [];
  return [...new Set(rows.map(({ project }) => project))].map((project) => [project, '']);
}
