import type { Problem } from '../../errors.ts';

/** The error part of the envelope. */
export interface ErrorJson {
  readonly code: string;
  readonly what: string;
  readonly why: string | null;
  readonly fix: string | null;
  readonly at?: { readonly file: string; readonly line?: number; readonly column?: number };
}

/** A problem as it stands in JSON. */
export function problemJson(problem: Problem): ErrorJson {
  const { code, what, why, fix, at } = problem;
  return {
    code,
    what,
    why: why ?? null,
    fix: fix ?? null,
    ...(at === undefined
      ? {}
      : {
          at: {
            file: at.file,
            ...(at.line === undefined ? {} : { line: at.line }),
            ...(at.column === undefined ? {} : { column: at.column }),
          },
        }),
  };
}

/** One line of JSON: the answer of a command that worked. */
export function successEnvelope(command: string, data: unknown, warnings: readonly Problem[]): string {
  return `${JSON.stringify({ schema: schemaOf(command), ok: true, data, warnings: warnings.map(problemJson) })}\n`;
}

/** As {@link successEnvelope}, around data that is JSON text already. */
export function successEnvelopeOf(command: string, dataJson: string, warnings: readonly Problem[]): string {
  const [schema, list] = [schemaOf(command), warnings.map(problemJson)].map((part) => JSON.stringify(part));
  return `{"schema":${schema},"ok":true,"data":${dataJson},"warnings":${list}}\n`;
}

/** One line of JSON: the answer of a command that did not work; with what it did all the same, where it did something. */
export function errorEnvelope(
  command: string,
  problem: Problem,
  warnings: readonly Problem[],
  data?: unknown,
): string {
  return `${JSON.stringify({
    schema: schemaOf(command),
    ok: false,
    error: problemJson(problem),
    data,
    warnings: warnings.map(problemJson),
  })}\n`;
}

function schemaOf(command: string): string {
  return `joulebook.${command.replaceAll(' ', '-')}/1`;
}
