import { FILTER_ARGUMENT, FILTER_OPTION, FOUND, SORT_OPTION } from './book-specs.ts';
import { BOOK_OPTION } from './global-options.ts';
import type { CommandSpec } from './spec.ts';

/** `joulebook export`. */
export const EXPORT = {
  name: 'export',
  group: 'Look',
  summary: 'Write runs for other programs: tables, monitoring, experiment trackers',
  description:
    'Units stand in names, both ends of each interval beside each estimate. Nothing is rounded, sampled or left out. Nothing goes over the network unless --to or --serve says where.',
  arguments: [FILTER_ARGUMENT],
  options: [
    {
      key: 'csv',
      long: '--csv',
      kind: 'flag',
      description: 'Comma-separated, one row for each run (default)',
    },
    { key: 'parquet', long: '--parquet', kind: 'flag', description: 'Apache Parquet; needs --output' },
    {
      key: 'prometheus',
      long: '--prometheus',
      kind: 'flag',
      description: "Prometheus' text format, e.g. for the textfile collector; --to pushes to a Pushgateway",
    },
    {
      key: 'otlp',
      long: '--otlp',
      kind: 'flag',
      description: 'OpenTelemetry metrics as OTLP/JSON; --to sends them to a collector',
    },
    {
      key: 'mlflow',
      long: '--mlflow',
      kind: 'flag',
      description:
        'MLflow runs with tags, parameters and metrics; --to a tracking server, or --output a folder of its file store',
    },
    {
      key: 'wandb',
      long: '--wandb',
      kind: 'flag',
      description:
        'W&B: summary, config and history as its own files of JSON, in a folder for each run under --output',
    },
    {
      key: 'tensorboard',
      long: '--tensorboard',
      kind: 'flag',
      description: 'TensorBoard event files, in a folder for each run under --output',
    },
    {
      key: 'boamps',
      long: '--boamps',
      kind: 'flag',
      description: 'A BoAmps report for each run; --context gives what joulebook cannot know',
    },
    {
      key: 'output',
      long: '--output',
      short: '-o',
      placeholder: 'PATH',
      kind: 'path',
      complete: 'file',
      description: 'Write here instead of stdout; the ending chooses the format (.csv .json .parquet .prom)',
    },
    {
      key: 'to',
      long: '--to',
      placeholder: 'URL',
      kind: 'string',
      description: 'Send to this server: Pushgateway, OTLP/HTTP collector or MLflow, as the format says',
    },
    {
      key: 'serve',
      long: '--serve',
      placeholder: 'ADDRESS',
      kind: 'string',
      description: 'Serve /metrics for Prometheus on this loopback address until Ctrl-C, e.g. 127.0.0.1:9464',
    },
    {
      key: 'context',
      long: '--context',
      placeholder: 'FILE',
      kind: 'path',
      complete: 'file',
      description: 'With --boamps: a JSON file with the parts task, header, software, environment, quality',
    },
    FILTER_OPTION,
    SORT_OPTION,
    BOOK_OPTION,
  ],
  examples: [
    { line: 'joulebook export --csv > runs.csv', does: 'every run, one row each' },
    { line: "joulebook export --parquet -o runs.parquet 'tag:paper'", does: 'for pandas or DuckDB' },
    {
      line: "joulebook export --serve 127.0.0.1:9464 'start>-7d'",
      does: 'for Prometheus, as the book is at each scrape',
    },
    { line: 'joulebook export --otlp --to http://localhost:4318', does: 'to an OpenTelemetry collector' },
    {
      line: "joulebook export --mlflow --to http://localhost:5000 'tag:paper'",
      does: 'to an MLflow tracking server',
    },
  ],
  exits: [...FOUND, ['1', 'a file cannot be written, or a server does not take it']],
} as const satisfies CommandSpec;
