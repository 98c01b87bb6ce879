import { boxByKey, type ViewBox } from './view-box.ts';

const BUTTONS = [
  ['+', '+', 'Closer (+)'],
  ['−', '-', 'Farther (-)'],
  ['All', '0', 'All of it (0)'],
] as const;

/** The zoom by buttons: what the wheel, a box that is drawn and keys do as well. */
export function ZoomButtons({
  box,
  whole,
  isLog,
  set,
}: {
  /** Undefined where the whole is seen. */
  readonly box: ViewBox | undefined;
  readonly whole: ViewBox;
  readonly isLog: boolean;
  readonly set: (box: ViewBox) => void;
}) {
  return (
    <>
      {BUTTONS.map(([label, key, title]) => (
        <button
          key={key}
          type="button"
          class="quiet"
          title={title}
          aria-label={title}
          disabled={key !== '+' && box === undefined}
          onClick={() => {
            const next = boxByKey(key, box ?? whole, whole, [0.5, 0.5], isLog);
            if (next !== undefined) set(next);
          }}
        >
          {label}
        </button>
      ))}
    </>
  );
}
