import type { Importance } from '../importance/importance.ts';
import { BOX, svg } from './chart.ts';
import { escaped, px } from './svg-text.ts';
import { shareText } from '../../units/format-share.ts';

const ROW = 22;
const LEFT = 160;

/** How much each parameter matters, as bars. */
export function importanceChart({ of, parts }: Importance): string {
  const width = BOX.width - LEFT - 60;
  const rows = parts.map(({ parameter, part }, i) => {
    const y = i * ROW + 4;
    const percent = escaped(shareText(part));
    return `<text x="${LEFT - 8}" y="${y + 14}" text-anchor="end">${escaped(parameter.slice(0, 24))}</text><rect class="bar" x="${LEFT}" y="${y}" width="${px(part * width)}" height="${ROW - 6}"/><text x="${px(LEFT + part * width + 6)}" y="${y + 14}">${percent}</text>`;
  });
  return svg(rows, `what matters for ${of}`, Math.max(ROW, parts.length * ROW) + 8);
}
