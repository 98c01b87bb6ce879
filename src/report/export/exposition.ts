/** One number of a family. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric with what it means. `name` ends in its unit where it has one; a counter's without `_total`, an info's without `_info`. */
export interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'info';
  /** Base unit as Prometheus writes it, the end of the name, e.g. `joules`. */
  readonly unit?: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Prometheus' text format 0.0.4, or OpenMetrics 1.0 (which GitLab reads). */
export type ExpositionForm = 'prometheus' | 'openmetrics';

/** What each form is called in HTTP. */
export const CONTENT_TYPES: Readonly<Record<ExpositionForm, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/**
 * Families as text (prometheus.io/docs/instrumenting/exposition_formats; the OpenMetrics 1.0 specification). Families without a sample are left
 * out. No timestamps: the textfile collector refuses them, and the Pushgateway too.
 *
 * @example
 * exposition([{ name: 'energy_joules', type: 'gauge', unit: 'joules', help: 'Energy.', samples: [{ labels: {}, value: 5 }] }], 'openmetrics')
 * // '# TYPE energy_joules gauge\n# UNIT energy_joules joules\n# HELP energy_joules Energy.\nenergy_joules 5\n# EOF\n'
 */
export function exposition(families: readonly Family[], form: ExpositionForm): string {
  const lines: string[] = [];
  for (const family of families) {
    if (family.samples.length === 0) continue;
    const sampleName = `${family.name}${SUFFIX[family.type]}`;
    const isOpen = form === 'openmetrics';
    const name = isOpen ? family.name : sampleName;
    const type = family.type === 'info' && !isOpen ? 'gauge' : family.type;
    lines.push(`# TYPE ${name} ${type}`);
    if (isOpen && family.unit !== undefined) lines.push(`# UNIT ${name} ${family.unit}`);
    lines.push(`# HELP ${name} ${isOpen ? escaped(family.help) : escapedHelp(family.help)}`);
    for (const { labels, value } of family.samples) {
      lines.push(`${sampleName}${labelText(labels)} ${numberText(value)}`);
    }
  }
  if (form === 'openmetrics') lines.push('# EOF');
  return lines.map((line) => `${line}\n`).join('');
}

const SUFFIX: Readonly<Record<Family['type'], string>> = { gauge: '', counter: '_total', info: '_info' };

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return escapedHelp(text).replaceAll('"', '\\"');
}

function escapedHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
