import { problem } from '../../errors.ts';
import type { AcceleratorLine } from '../../calc/calc-request.ts';
import { err, ok, type Result } from '../../result.ts';
import { readHours } from './read-quantities.ts';

/** What the options say of accelerators. */
export interface LineOptions {
  readonly gpu: readonly string[];
  readonly tpu: readonly string[];
  readonly count?: number | undefined;
  readonly powerW?: number | undefined;
}

/** `--gpu 8xH100 --gpu 2xL4@3h --count 8`: the lines of accelerators. */
export function readLines({ gpu, tpu, count, powerW }: LineOptions): Result<readonly AcceleratorLine[]> {
  const texts = [
    ...gpu.map((text) => [text, '--gpu'] as const),
    ...tpu.map((text) => [asTpu(text), '--tpu'] as const),
  ];
  if (count !== undefined && texts.length > 1)
    return err(
      problem(
        'E_USAGE',
        '--count with several lines of accelerators',
        'It does not say which line it is for.',
        'Put the number before each name: `--gpu 8xH100 --gpu 2xL4`.',
      ),
    );
  const lines: AcceleratorLine[] = [];
  for (const [text, label] of texts) {
    const [name = '', time, ...more] = text.split('@');
    if (more.length > 0 || name.trim() === '')
      return err(
        problem(
          'E_USAGE',
          `${label} ${text}: a name is asked for`,
          undefined,
          `Write e.g. \`${label} 8xH100\`, or with hours of its own \`${label} 8xH100@3h\`.`,
        ),
      );
    const hours = time === undefined ? undefined : readHours(time, `${label} …@`);
    if (hours !== undefined && !hours.ok) return hours;
    lines.push({
      text: name.trim(),
      ...(count === undefined ? {} : { count }),
      ...(hours === undefined ? {} : { hours: hours.value }),
      ...(powerW === undefined ? {} : { power: { watts: powerW, kind: 'stated' } }),
    });
  }
  return ok(lines);
}

/** `v3` and `32xv4` are TPUs behind `--tpu`. */
function asTpu(text: string): string {
  return text.replace(
    /^(\s*\d+\s*[x×*]\s*)?(v\d)/i,
    (_, count: string | undefined, version: string) => `${count ?? ''}TPU ${version}`,
  );
}
