import { basename, extname } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { missingSetting } from '../../search/file/read-stopper.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import { plainName } from '../../search/trial/said.ts';
import type { CliContext } from '../context.ts';
import { readSearchInput } from './read-search-input.io.ts';
import type { SEARCH } from '../spec/search-run-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** What `search` is called with. */
export type SearchCall = InputOf<typeof SEARCH>;

/** What is warned of where nobody says how long a training is. */
const LENGTH_UNKNOWN = 'no max_resource';

/** What is searched: by the file, by options, or by both. All mistakes at once. */
export function readSpec(
  context: CliContext,
  { arguments: { file }, options, rest }: SearchCall,
): Result<SearchSpec, readonly Problem[]> {
  const { params, metrics, budgets } = options;
  const read = readSearchInput(context, { file, params, metrics, budgets, command: rest });
  if (!read.ok) return read;
  const spec = read.value;
  const { sampler = spec.search.sampler.name, stopper = spec.search.stopper.name } = options;
  const isOtherStopper = stopper !== spec.search.stopper.name;
  const problems: Problem[] = [];
  if (isOtherStopper) {
    const missing = missingSetting({ name: stopper, settings: {} });
    if (missing !== undefined)
      problems.push(
        problem(
          'E_USAGE',
          `--${missing[0]}`,
          missing[1],
          `${missing[2]} It goes into a search file, below \`search\`.`,
        ),
      );
  }
  const nameless = options.capture.find((pattern) => groupsOf(pattern).length === 0);
  if (nameless !== undefined) problems.push(withoutName(nameless));
  if (problems.length > 0) return err(problems);
  const capture = [...options.capture, ...spec.capture];
  const unheard = withoutMetric(capture, spec);
  return ok({
    ...spec,
    ...(options.resource === undefined ? {} : { resource: options.resource }),
    ...(options.maxResource === undefined ? {} : { maxResource: options.maxResource }),
    capture,
    search: {
      ...spec.search,
      sampler: sampler === spec.search.sampler.name ? spec.search.sampler : { name: sampler },
      stopper: isOtherStopper ? { name: stopper, settings: {} } : spec.search.stopper,
      deterministic: options.deterministic || spec.search.deterministic,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    },
    warnings: [
      ...spec.warnings.filter(
        ({ what }) => !what.endsWith(LENGTH_UNKNOWN) || options.maxResource === undefined,
      ),
      ...(unheard === undefined ? [] : [unheard]),
    ],
    workers: { ...spec.workers, ...(options.workers === undefined ? {} : { local: options.workers }) },
  });
}

/** Names of the groups of a pattern. */
function groupsOf({ source }: RegExp): readonly string[] {
  return [...source.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map(([, name = '']) => name);
}

function withoutName({ source }: RegExp): Problem {
  return problem(
    'E_USAGE',
    `--capture ${source}: no named group`,
    'The name of a group is the name of the metric that it catches.',
    String.raw`Write such as \`acc=(?<val_acc>[\d.]+)\`.`,
  );
}

/** A warning where patterns catch nothing that is sought: a misspelt name would only be seen after the first training. */
function withoutMetric(
  capture: readonly RegExp[],
  { objectives, constraints }: SearchSpec,
): Problem | undefined {
  const caught = capture.flatMap(groupsOf).map(plainName);
  const sought = [...objectives, ...constraints].map(({ metric }) => metric);
  if (caught.length === 0 || sought.some((metric) => caught.includes(plainName(metric)))) return undefined;
  return problem(
    'E_USAGE',
    'capture: none of its groups is a metric that is sought',
    `They are ${caught.join(', ')}; sought is ${sought.join(', ')}.`,
    'Call a group as the metric is called.',
  );
}

/** The name of the study: as it is asked for, else that of the file or of the program. */
export function studyName(spec: SearchSpec, { arguments: { file }, options, rest }: SearchCall): string {
  const given = options.name ?? spec.name;
  if (given !== undefined) return options.name ?? foldable(given);
  const stem = (path: string): string => foldable(basename(path, extname(path)));
  if (file !== undefined && stem(file) !== '') return stem(file);
  const program =
    rest.find((word, i) => i > 0 && /\.\w+$/.test(word) && !word.startsWith('-')) ?? rest[0] ?? '';
  return stem(program) || 'search';
}

/** A text as the name of a folder. */
function foldable(text: string): string {
  return text
    .trim()
    .replaceAll(/[^\p{L}\p{N}_.+@-]+/gu, '-')
    .replaceAll(/^[^\p{L}\p{N}_]+|-+$/gu, '')
    .slice(0, 100);
}
