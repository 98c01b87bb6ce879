/** How fine a slider is. */
const STEPS = 1000;

/** A slider over a range of values. At its free end it asks for nothing. */
export function Slider({
  id,
  label,
  low,
  high,
  isLog,
  value,
  freeAt,
  text,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
  readonly value: number | undefined;
  /** The end at which nothing is asked for. */
  readonly freeAt: 'low' | 'high';
  readonly text: (value: number) => string;
  readonly onChange: (value: number | undefined, how: 'commit' | 'adjust') => void;
}) {
  const from = isLog && low > 0 ? Math.log : (x: number) => x;
  const back = isLog && low > 0 ? Math.exp : (x: number) => x;
  const [a, b] = [from(low), from(high)];
  const place =
    value === undefined ? (freeAt === 'low' ? 0 : STEPS) : ((from(value) - a) / (b - a || 1)) * STEPS;
  const said = value === undefined ? 'any' : text(value);
  const read = (event: Event): number | undefined => {
    const at = Number((event.currentTarget as HTMLInputElement).value);
    if (at === (freeAt === 'low' ? 0 : STEPS)) return undefined;
    return back(a + (at / STEPS) * (b - a));
  };
  return (
    <p class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={STEPS}
        step={1}
        value={Math.min(STEPS, Math.max(0, Math.round(place)))}
        aria-valuetext={said}
        onInput={(event) => onChange(read(event), 'adjust')}
        onChange={(event) => onChange(read(event), 'commit')}
      />
      <output for={id}>{said}</output>
    </p>
  );
}
