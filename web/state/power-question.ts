/** More than this are told apart on no screen. */
const MOST_BUCKETS = 1600;
/** A plot is at most this part of the window wide, which has the rail of pages and margins beside it. */
const PLOT_PART = 0.85;
const STEP = 200;

/** What the server is asked for the power of a whole run: about one interval for each pixel of the plot. */
export function powerQuestion(run: string): string {
  const pixels = innerWidth * devicePixelRatio * PLOT_PART;
  const buckets = Math.min(MOST_BUCKETS, Math.ceil(pixels / STEP) * STEP);
  return `/runs/${encodeURIComponent(run)}/power?buckets=${buckets}`;
}
