import type { CliContext } from './context.ts';
import { successEnvelopeOf } from './output/json-envelope.ts';

/**
 * Runs a command so that what it prints as JSON of DVC's shape stands in our envelope. A command that answers in the envelope itself, or
 * fails, is left alone.
 */
export async function inEnvelope(
  context: CliContext,
  run: (inner: CliContext) => Promise<number>,
): Promise<number> {
  const texts: string[] = [];
  let isTold = false;
  const code = await run({
    ...context,
    out: (text) => void texts.push(text),
    fail: (problem, done) => {
      isTold = true;
      return context.fail(problem, done);
    },
    succeed: (data) => {
      isTold = true;
      return context.succeed(data);
    },
  });
  if (!isTold) context.out(successEnvelopeOf(context.command, dataOf(texts.join('')), context.warnings));
  return code;
}

/** The JSON that a command printed; what is none goes in as text. */
function dataOf(text: string): string {
  if (text.trim() === '') return 'null';
  const json = finite(text.trim());
  try {
    JSON.parse(json);
    return json;
  } catch {
    return JSON.stringify({ text });
  }
}

/** Python writes NaN and infinities as they are, which JSON does not know. */
function finite(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gu, (part) =>
    part.startsWith('"') ? part : 'null',
  );
}
