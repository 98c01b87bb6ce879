import { ok, type Result } from '../result.ts';
import { lineEnd, lineStart, readChunks } from './journal-chunks.io.ts';
import { readLine } from './journal-line.ts';
import { unsealLine } from './sealed-line.ts';
import { usageOf, UsageGatherer, type UsageSeries } from './usage-series.ts';

const SAMPLE = Buffer.from('"k":"sample"');
const NUMBER = '(-?[\\d.]+(?:e[+-]?\\d+)?)';
/** A sample has no text but its kind, so its members are found without reading it as JSON, which takes several times as long. */
const MEMBERS = new RegExp(
  `"t":${NUMBER},"k":"sample","dt":${NUMBER},.*"u":${NUMBER},"b":${NUMBER},"o":${NUMBER},"n":${NUMBER}(?:,"m":${NUMBER})?`,
  'i',
);

/** The use of the machine over a run, from its journal. Lines whose checksum does not hold are left out. */
export async function readUsage(path: string): Promise<Result<UsageSeries>> {
  const gatherer = new UsageGatherer();
  let t0: number | undefined;
  const read = await readChunks(path, (lines, isFirst) => {
    if (isFirst) {
      const first = readLine(lines, 0, lineEnd(lines, 0));
      if (first.ok) t0 = first.line.t;
    }
    for (let at = lines.indexOf(SAMPLE); at >= 0; ) {
      const end = lineEnd(lines, at);
      const unsealed = unsealLine(lines, lineStart(lines, at), end);
      const found = unsealed.ok ? MEMBERS.exec(unsealed.text) : null;
      if (found !== null) {
        const [t = 0, dt = 0, u = 0, b = 0, , n = 0, m] = found
          .slice(1)
          .map((text) => (text === undefined ? undefined : Number(text)));
        t0 ??= t - dt;
        if (dt > 0) gatherer.add(t - t0, dt, usageOf({ dt, u, b, n, ...(m === undefined ? {} : { m }) }));
      }
      at = end < lines.length ? lines.indexOf(SAMPLE, end) : -1;
    }
  });
  return read.ok ? ok(gatherer.series()) : read;
}
