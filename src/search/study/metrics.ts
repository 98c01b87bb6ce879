/** Values by name, as a trial says them. */
export type Metrics = Readonly<Record<string, number>>;

/** As {@link Metrics} in JSON, which has no words for what is no finite number. */
export type MetricsJson = Readonly<Record<string, number | 'NaN' | 'Infinity' | '-Infinity'>>;

/** @returns the metrics as the journal keeps them; a negative zero is a zero. */
export function metricsToJson(metrics: Metrics): MetricsJson {
  const json: Record<string, number | 'NaN' | 'Infinity' | '-Infinity'> = {};
  for (const [name, value] of Object.entries(metrics)) {
    json[name] = Number.isFinite(value) ? value + 0 : (String(value) as 'NaN');
  }
  return json;
}

/** @returns a metric's value from its JSON. */
export function metricOf(json: number | string): number {
  return typeof json === 'number' ? json : Number(json);
}
