import type { Book } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import type { Problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Evidence } from '../../report/why/evidence.ts';
import { figureErrors } from '../../report/why/figure-errors.ts';
import { figureOf, headlineOf } from '../../report/why/figures.ts';
import { runEvidence } from '../../report/why/run-evidence.io.ts';
import { staticFigure } from '../../report/why/static-figures.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Explained } from './why-view.ts';

/** A run and the figures of it that are asked for. */
export interface Asked {
  readonly record: RunRecord;
  readonly fields: readonly string[];
}

/** Which run is meant, and which figures: a first word that names no run may name a figure of the newest. */
export function askedOf(
  host: Host,
  book: Book,
  run: string | undefined,
  fields: readonly string[],
): Result<Asked> {
  const found = book.resolve(run ?? '@last');
  const isThatRun = found.ok && (run === undefined || fields.length > 0 || found.value.name === run);
  if (run === undefined || isThatRun || (found.ok && staticFigure(run) === undefined)) {
    if (!found.ok) return found;
    return ok({ record: found.value, fields: fields.length === 0 ? headlineOf(found.value) : fields });
  }
  const newest = book.resolve('@last');
  if (!newest.ok) return found.ok ? newest : found;
  const figure = figureOf(evidenceOf(host, book, newest.value), run);
  if (figure.ok || found.ok) return ok({ record: newest.value, fields: [run, ...fields] });
  return err(neither(found.error, figure.error));
}

/** The word is neither a run nor a figure: what there is of both. */
function neither(noRun: Problem, noFigure: Problem): Problem {
  const why = [noRun.why, `The newest run has no figure of that name either.`];
  return {
    ...noRun,
    why: why.filter(Boolean).join('\n'),
    fix: [noRun.fix, noFigure.fix].filter(Boolean).join('\n'),
  };
}

function evidenceOf(host: Host, book: Book, record: RunRecord): Evidence {
  return runEvidence(host, record, book.ground(record.id));
}

/** The figures with their chains. The first that the run does not have decides. */
export function explainRun(host: Host, book: Book, { record, fields }: Asked): Result<readonly Explained[]> {
  const evidence = evidenceOf(host, book, record);
  const explained: Explained[] = [];
  for (const field of fields) {
    const tree = figureOf(evidence, field);
    if (!tree.ok) return tree;
    explained.push({
      field,
      tree: tree.value,
      errors: figureErrors(evidence, tree.value),
      devices: devicesOf(record),
    });
  }
  return ok(explained);
}

/** Names of devices by their UUIDs, by which error sources name them. */
function devicesOf({ energy: { components } }: RunRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(components).flatMap(([name, { uuid }]) =>
      uuid === undefined ? [] : [[uuid, name] as const],
    ),
  );
}
