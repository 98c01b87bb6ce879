import { useMemo } from 'preact/hooks';
import { printPower } from '../../../src/units/format.ts';
import type { LiveView } from '../../state/live-model.ts';
import { powerSentence } from './live-words.ts';
import { powerShape } from './power-shape.ts';

/** Four to a pixel as it is drawn, so that places are whole numbers: those are written fastest. */
const WIDTH = 1200;
const HEIGHT = 192;

/** The power of five minutes at a glance. */
export function Sparkline({ view }: { readonly view: LiveView }) {
  // Of 50 runs a message speaks of a dozen, and the clock of none: the others' paths stay.
  return useMemo(() => <Drawn view={view} />, [view]);
}

function Drawn({ view }: { readonly view: LiveView }) {
  const { points, facts } = view;
  const shape = powerShape(points, { width: WIDTH, height: HEIGHT, gapS: 3 * facts.intervalS + 1, step: 1 });
  return (
    <div class="spark">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={powerSentence(view)}
      >
        <path d={`M0 ${HEIGHT}H${WIDTH}`} class="base" />
        <path d={shape.area} class="band" />
        <path d={shape.line} class="mean" />
      </svg>
      <span class="muted" aria-hidden="true">
        {points.length === 0 ? 'no sample yet' : `0 to ${printPower(shape.topW)}, 5 min`}
      </span>
    </div>
  );
}
