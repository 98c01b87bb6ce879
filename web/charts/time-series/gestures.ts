/** What fingers and wheel do to an axis. */
export interface Gestures {
  /** Zooms about a place of the element, 0 to 1 from its left. */
  readonly zoom: (factor: number, at: number) => boolean;
  /** Moves by a part of the width. */
  readonly pan: (part: number) => boolean;
}

/** A wheel that was turned elsewhere a moment before scrolls the page: its way shall not end on a chart, ms. */
const PASSING_MS = 400;
const WHEEL_STEP = 0.002;

/** Listens to wheel and pinch on an element; what it returns ends that. */
export function listenToGestures(element: HTMLElement, { zoom, pan }: Gestures): () => void {
  const abort = new AbortController();
  const { signal } = abort;
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
      const { left, width } = element.getBoundingClientRect();
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      const delta =
        (event.deltaY || event.deltaX) * (event.deltaMode === 1 ? 16 : 1) * (event.ctrlKey ? 4 : 1);
      const isDone = sideways
        ? pan((event.deltaX || event.deltaY) / width)
        : zoom(Math.exp(delta * WHEEL_STEP), (event.clientX - left) / width);
      if (isDone) event.preventDefault(); // at the end of the axis the page goes on scrolling
    },
    { signal, passive: false },
  );
  const fingers = new Map<number, number>();
  const spread = (): number => {
    const [a = 0, b = 0] = fingers.values();
    return Math.max(20, Math.abs(a - b));
  };
  element.addEventListener('pointerdown', (event) => void fingers.set(event.pointerId, event.clientX), {
    signal,
  });
  element.addEventListener(
    'pointermove',
    (event) => {
      if (!fingers.has(event.pointerId) || event.pointerType === 'mouse') return;
      const before = spread();
      fingers.set(event.pointerId, event.clientX);
      if (fingers.size !== 2) return;
      const { left, width } = element.getBoundingClientRect();
      const [a = 0, b = 0] = fingers.values();
      zoom(before / spread(), ((a + b) / 2 - left) / width);
    },
    { signal },
  );
  for (const kind of ['pointerup', 'pointercancel', 'pointerleave'] as const)
    element.addEventListener(kind, (event) => void fingers.delete(event.pointerId), { signal });
  return () => abort.abort();
}
