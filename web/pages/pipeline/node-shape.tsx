import { carbonWithBand, energyWithBand, printCarbon, printEnergy } from '../../../src/units/format.ts';
import { shareText } from '../../../src/units/format-share.ts';
import { CACHE_STATES, statesInWords } from './cache-state.ts';
import { NODE, type PlacedNode } from './lay-out.ts';
import type { ShownNode } from './shown-node.ts';

/** Letters of a name that fit into a box. */
const FITS = 21;
const PAD = 12;
const LETTERS = new Intl.Segmenter();

/** A stage as a box: its name, what it took, how it stands. Data sources have round ends. */
export function NodeShape({
  node,
  place,
  isCarbon,
  isOnPath,
  isChosen,
  isPointed,
  onChoose,
}: {
  readonly node: ShownNode;
  readonly place: PlacedNode;
  readonly isCarbon: boolean;
  readonly isOnPath: boolean;
  readonly isChosen: boolean;
  readonly isPointed: boolean;
  readonly onChoose: (name: string) => void;
}) {
  const isData = node.members.every(({ kind }) => kind === 'data');
  const { width, height } = NODE;
  const state = commonState(node);
  const { icon } = CACHE_STATES[state];
  const isFrozen = node.members.some((one) => one.isFrozen);
  const classes = [
    'node',
    `is-${state}`,
    isOnPath && 'on-path',
    isChosen && 'chosen',
    isPointed && 'pointed',
  ];
  return (
    <g
      class={classes.filter(Boolean).join(' ')}
      transform={`translate(${place.x} ${place.y})`}
      onClick={() => onChoose(node.name)}
    >
      <title>{nodeText(node, isCarbon)}</title>
      <rect
        width={width}
        height={height}
        rx={isData ? height / 2 : 6}
        fill="var(--raised)"
        stroke={isOnPath || isChosen || isPointed ? 'var(--gpu)' : 'var(--muted)'}
        stroke-width={isChosen || isPointed ? 3 : isOnPath ? 2.5 : 1}
        stroke-dasharray={state === 'never' ? '2 3' : state === 'stale' ? '6 3' : undefined}
      />
      <text x={isData ? PAD + 8 : PAD} y={20} font-weight="600" fill="var(--ink)">
        {fitted(node.name, isData ? FITS - 3 : FITS)}
      </text>
      {!isData && (
        <text x={PAD} y={36} font-size="12" fill="var(--muted)">
          {amountText(node, isCarbon)}
        </text>
      )}
      <path
        d={icon}
        transform={`translate(${isData ? PAD + 8 : PAD} ${isData ? 32 : 43})`}
        fill="none"
        stroke="var(--ink)"
        stroke-width="1.5"
        stroke-linecap="round"
      />
      <text x={(isData ? PAD + 8 : PAD) + 18} y={isData ? 42 : 53} font-size="12" fill="var(--ink)">
        {isFrozen ? 'frozen, ' : ''}
        {stateText(node)}
      </text>
      {node.share !== null && (
        <rect
          x={6}
          y={height - 5}
          width={Math.max(1, (width - 12) * node.share)}
          height={3}
          rx={1.5}
          fill="var(--gpu)"
        />
      )}
    </g>
  );
}

/** All that is said of a node in one line, for a tooltip and a screen reader. */
export function nodeText(node: ShownNode, isCarbon: boolean): string {
  const band = isCarbon
    ? node.carbon && `${carbonWithBand(node.carbon)} CO₂e`
    : node.energy && energyWithBand(node.energy);
  const share = node.share === null ? '' : `, ${shareText(node.share)} of the pipeline`;
  const count = node.members.length === 1 ? '' : `, ${node.members.length} stages`;
  return `${node.name}${count}: ${stateText(node)}${band === null ? '' : `; ${band}${share}`}`;
}

/** The state of a node, or how many of its members have which. */
export function stateText({ states }: ShownNode): string {
  const [first = 'unknown'] = states;
  return states.every((one) => one === first) ? CACHE_STATES[first].word : statesInWords(states);
}

function commonState({ states }: ShownNode): ShownNode['states'][number] {
  const [first = 'unknown'] = states;
  if (states.every((one) => one === first)) return first;
  return states.find((one) => one === 'stale' || one === 'never') ?? 'maybe';
}

function amountText(node: ShownNode, isCarbon: boolean): string {
  const value = isCarbon ? node.carbon : node.energy;
  if (value === null) return node.states[0] === 'never' ? '' : 'not measured';
  const text = isCarbon ? printCarbon(value) : printEnergy(value);
  return node.share === null ? text : `${text} · ${shareText(node.share)}`;
}

/** Of a name that is too long, its beginning and its end: `train@m…/large`. */
export function fitted(name: string, most: number): string {
  if (name.length <= most) return name;
  const letters = Array.from(LETTERS.segment(name), ({ segment }) => segment);
  if (letters.length <= most) return name;
  const end = Math.floor((most - 1) / 2);
  return `${letters.slice(0, most - 1 - end).join('')}…${letters.slice(-end).join('')}`;
}
