import { useEffect, useState } from 'preact/hooks';

/** Sooner than this nothing is shown: what comes at once shall not flicker. */
const AFTER_MS = 150;

/** Stands where something is on its way. */
export function Skeleton({ lines = 4, what }: { readonly lines?: number; readonly what?: string }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return <div class="skeleton" aria-busy="true" />;
  return (
    <div class="skeleton" role="status" aria-busy="true">
      <span class="unseen">{what ?? 'Loading'}</span>
      {Array.from({ length: lines }, (_, n) => (
        <i key={n} />
      ))}
    </div>
  );
}
