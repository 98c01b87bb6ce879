import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import type { Scalar } from '../../../book/journal-event.ts';
import { newSha256 } from '../../../book/sha256.io.ts';
import { flattened, numbersOf } from '../flatten.ts';
import type { ImportItem, ReadContext } from '../item.ts';
import { linesOf } from '../lines.ts';
import { numberOf } from '../numbers.ts';
import { textChunks } from '../text-chunks.io.ts';
import { isoOf } from '../times.ts';

/** Whether a folder is one that DVCLive has filled. */
export function isLiveFolder(folder: string): boolean {
  return existsSync(join(folder, 'metrics.json')) && existsSync(join(folder, 'plots', 'metrics'));
}

/** Reads a folder of DVCLive: last metrics, parameters, and the times of its steps where it kept them. It holds no energy. */
export function readLive(folder: string, context: ReadContext): readonly ImportItem[] {
  const refused = (why: string): readonly ImportItem[] => [{ kind: 'refused', file: folder, why }];
  const digest = newSha256();
  const textOf = (file: string): string => {
    const text = readFileSync(file, 'utf8');
    context.onBytes(text.length);
    digest.update(text);
    return text;
  };
  let metrics: Record<string, number>;
  let params: ReadonlyMap<string, Scalar> = new Map();
  try {
    metrics = numbersOf(flattened(JSON.parse(textOf(join(folder, 'metrics.json'))), '/'));
    const paramsFile = join(folder, 'params.yaml');
    if (existsSync(paramsFile)) params = flattened(load(textOf(paramsFile)));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof YAMLException)
      return refused(`it is not read: ${error.message}`);
    throw error;
  }
  const items: ImportItem[] = [];
  const times: number[] = [];
  const plots = join(folder, 'plots', 'metrics');
  for (const file of readdirSync(plots, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.tsv')) continue;
    const name = relative('.', file).slice(0, -'.tsv'.length).split(sep).join('/');
    const plot = readPlot(join(plots, file), context);
    digest.update(`${name} ${plot.last ?? ''}`);
    times.push(...plot.times);
    if (plot.torn !== undefined)
      items.push({ kind: 'refused', file: join(plots, file), line: plot.torn, why: 'the row is torn' });
    if (plot.last !== undefined && !(name in metrics)) metrics[name] = plot.last;
  }
  const otherwiseMs = statSync(join(folder, 'metrics.json')).mtimeMs;
  const [startMs, endMs] =
    times.length === 0 ? [otherwiseMs, otherwiseMs] : [Math.min(...times), Math.max(...times)];
  items.push({
    kind: 'run',
    file: folder,
    run: {
      format: 'dvclive',
      identity: `dvclive ${times.length === 0 ? digest.digest('hex') : `${startMs} ${JSON.stringify([...params])}`}`,
      name: nameOf(folder),
      startedAt: isoOf(startMs),
      endedAt: isoOf(endMs),
      idMs: Math.floor(startMs),
      durationS: (endMs - startMs) / 1000,
      state: 'ok',
      exitCode: null,
      params: Object.fromEntries(params),
      metrics,
      tags: [],
      notes: [],
      environment: {},
      oddities: [
        'DVCLive keeps no energy: only metrics and parameters came in',
        ...(times.length === 0
          ? ['its steps have no times: it is taken to end when the file was written']
          : []),
      ],
    },
  });
  return items;
}

/** Last value of a plot, the first and last of its times (ms since 1970), and the line of a row that is not whole. */
function readPlot(
  path: string,
  context: ReadContext,
): { last?: number; times: readonly number[]; torn?: number } {
  let columns: readonly string[] | undefined;
  let last: number | undefined;
  let torn: number | undefined;
  const times: number[] = [];
  for (const line of linesOf(textChunks(path, context.onBytes))) {
    const cells = line.text.split('\t');
    if (columns === undefined) {
      columns = cells;
      continue;
    }
    const value = numberOf(cells.at(-1) ?? '');
    if (cells.length !== columns.length) torn ??= line.number;
    else if (value !== undefined) last = value;
    const time = numberOf(cells[columns.indexOf('timestamp')] ?? '');
    if (time === undefined) continue;
    if (times.length > 1) times.pop();
    times.push(time);
  }
  return { ...(last === undefined ? {} : { last }), times, ...(torn === undefined ? {} : { torn }) };
}

/** `dvclive` alone says nothing: the folder it stands in does. */
function nameOf(folder: string): string {
  const whole = resolve(folder);
  return basename(whole) === 'dvclive' ? basename(dirname(whole)) : basename(whole);
}
