/** What pointers and the wheel do to a plot of two axes. Places are px within the element. */
export interface BoxGestures {
  /** Whether it was done: at the end of the axes the page goes on scrolling. */
  readonly zoom: (factor: number, x: number, y: number) => boolean;
  /** Moves by px. */
  readonly pan: (dx: number, dy: number) => boolean;
  /** A box that is being drawn; undefined where it is given up. */
  readonly onBox: (box: DraggedBox | undefined) => void;
  /** A box that was drawn. */
  readonly select: (box: DraggedBox) => void;
}

/** A box from one corner to the other, px. */
export interface DraggedBox {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
}

/** A wheel that was turned elsewhere a moment before scrolls the page: its way shall not end on a chart, ms. */
const PASSING_MS = 400;
const WHEEL_STEP = 0.002;
/** A pointer that moved less has clicked, px. */
const CLICK = 5;

/** Listens on an element: a drag draws a box, with Shift it moves, the wheel and two fingers zoom. What it returns ends that. */
export function listenToBoxGestures(element: HTMLElement, gestures: () => BoxGestures): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const placeOf = (event: MouseEvent): readonly [x: number, y: number] => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  listenToWheel(element, gestures, placeOf, signal);
  listenToMouse(element, gestures, placeOf, signal);
  listenToFingers(element, gestures, placeOf, signal);
  return () => abort.abort();
}

type PlaceOf = (event: MouseEvent) => readonly [x: number, y: number];

function listenToWheel(
  element: HTMLElement,
  gestures: () => BoxGestures,
  placeOf: PlaceOf,
  signal: AbortSignal,
): void {
  let elsewhere = Number.NEGATIVE_INFINITY;
  addEventListener(
    'wheel',
    (event) => {
      if (!element.contains(event.target as Node)) elsewhere = event.timeStamp;
    },
    { signal, passive: true },
  );
  element.addEventListener(
    'wheel',
    (event) => {
      if (event.timeStamp - elsewhere < PASSING_MS && !event.ctrlKey) {
        elsewhere = event.timeStamp;
        return;
      }
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      const unit = event.deltaMode === 1 ? 16 : 1;
      const delta = (event.deltaY || event.deltaX) * unit * (event.ctrlKey ? 4 : 1);
      const isDone = sideways
        ? gestures().pan((event.deltaX || event.deltaY) * unit, 0)
        : gestures().zoom(Math.exp(delta * WHEEL_STEP), ...placeOf(event));
      if (isDone) event.preventDefault();
    },
    { signal, passive: false },
  );
}

function listenToMouse(
  element: HTMLElement,
  gestures: () => BoxGestures,
  placeOf: PlaceOf,
  signal: AbortSignal,
): void {
  let from: readonly [x: number, y: number] | undefined;
  let last: readonly [x: number, y: number] = [0, 0];
  let isDrag = false;
  const boxTo = ([x, y]: readonly [number, number]): DraggedBox | undefined =>
    from === undefined
      ? undefined
      : { x: [Math.min(from[0], x), Math.max(from[0], x)], y: [Math.min(from[1], y), Math.max(from[1], y)] };
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.pointerType === 'touch' || event.button !== 0) return;
      from = last = placeOf(event);
      isDrag = false;
    },
    { signal },
  );
  // On the window, so that a drag may leave the plot.
  addEventListener(
    'pointermove',
    (event) => {
      if (from === undefined || event.pointerType === 'touch') return;
      const at = placeOf(event);
      if (!isDrag && Math.hypot(at[0] - from[0], at[1] - from[1]) < CLICK) return;
      isDrag = true;
      if (event.shiftKey) gestures().pan(last[0] - at[0], last[1] - at[1]);
      else gestures().onBox(boxTo(at));
      last = at;
    },
    { signal },
  );
  addEventListener(
    'pointerup',
    (event) => {
      if (from === undefined || event.pointerType === 'touch') return;
      const box = boxTo(placeOf(event));
      from = undefined;
      gestures().onBox(undefined);
      if (isDrag && !event.shiftKey && box !== undefined) gestures().select(box);
    },
    { signal },
  );
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || from === undefined) return;
      from = undefined;
      gestures().onBox(undefined);
    },
    { signal },
  );
  // A drag ends with a click, which would open what is under it.
  element.addEventListener(
    'click',
    (event) => {
      if (isDrag) event.stopImmediatePropagation();
      isDrag = false;
    },
    { signal, capture: true },
  );
}

function listenToFingers(
  element: HTMLElement,
  gestures: () => BoxGestures,
  placeOf: PlaceOf,
  signal: AbortSignal,
): void {
  const fingers = new Map<number, readonly [x: number, y: number]>();
  const spread = (): number => {
    const [a = [0, 0], b = [0, 0]] = fingers.values();
    return Math.max(20, Math.hypot(a[0] - b[0], a[1] - b[1]));
  };
  const middle = (): readonly [x: number, y: number] => {
    const [a = [0, 0], b = [0, 0]] = fingers.values();
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  };
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.pointerType === 'touch') fingers.set(event.pointerId, placeOf(event));
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (!fingers.has(event.pointerId)) return;
      const [before, was] = [spread(), middle()];
      fingers.set(event.pointerId, placeOf(event));
      if (fingers.size !== 2) return;
      const now = middle();
      gestures().pan(was[0] - now[0], was[1] - now[1]);
      gestures().zoom(before / spread(), ...now);
    },
    { signal },
  );
  for (const kind of ['pointerup', 'pointercancel', 'pointerleave'] as const)
    element.addEventListener(kind, (event) => void fingers.delete(event.pointerId), { signal });
}
