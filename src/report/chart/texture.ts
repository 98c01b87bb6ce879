import { element } from './markup.ts';
import { type Paint, type Role, ROLES } from './palette.ts';

/** Where areas of a drawing are filled: its colours and the prefix of its ids, which are unique on a page. */
export interface Canvas {
  readonly width: number;
  readonly paint: Paint;
  readonly prefix: string;
}

/** How an area of a role is filled. */
export function fillOf(role: Role, { paint, prefix }: Canvas): string {
  return ROLES[role].texture === 'solid' ? paint(role) : `url(#${prefix}-${role})`;
}

/** The patterns that some roles are filled with. */
export function texturesOf(roles: Iterable<Role>, canvas: Canvas): string {
  const patterns = [...new Set(roles)].map((role) => patternOf(role, canvas)).join('');
  return patterns === '' ? '' : element('defs', {}, patterns);
}

/** Seen, and quiet: large areas are filled with these. */
const FAINT = 0.5;

function patternOf(role: Role, { paint, prefix }: Canvas): string {
  const { texture } = ROLES[role];
  if (texture === 'solid') return '';
  const size = 6;
  const ground = element('rect', {
    width: size,
    height: size,
    fill: texture === 'outline' ? paint('surface') : paint(role),
  });
  const line = (d: string, stroke = paint('surface'), width = 1): string =>
    element('path', { d, stroke, 'stroke-width': width, 'stroke-opacity': FAINT, fill: 'none' });
  const marks = {
    hatch: line('M-1 7L7 -1M-1 1L1 -1M5 7L7 5'),
    dots: element('circle', { cx: 3, cy: 3, r: 1, fill: paint('surface'), 'fill-opacity': FAINT }),
    cross: line('M0 0L6 6M6 0L0 6', paint('surface'), 0.8),
    stripes: line('M0 1.5H6'),
    outline: line('M-1 7L7 -1', paint(role), 0.7),
  }[texture];
  return element(
    'pattern',
    { id: `${prefix}-${role}`, width: size, height: size, patternUnits: 'userSpaceOnUse' },
    ground,
    marks,
  );
}
