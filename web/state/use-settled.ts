import { useEffect, useRef, useState } from 'preact/hooks';

/** A value that changes fast, at most so often: at once after a rest, then at the end of each interval. */
export function useSettled<T>(value: T, everyMs: number): T {
  const [settled, setSettled] = useState(value);
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (Object.is(value, settled)) return undefined;
    const take = (): void => {
      last.current = performance.now();
      setSettled(() => value);
    };
    const rest = everyMs - (performance.now() - last.current);
    if (rest <= 0) {
      take();
      return undefined;
    }
    const timer = setTimeout(take, rest);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
