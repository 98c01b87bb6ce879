import { pathFrom } from '../graph/targets.ts';
import type { Value, ValueMap } from '../model/value.ts';
import { relativePath } from '../graph/address.ts';
import type { Revisions, Snapshots } from '../revision/revisions.io.ts';
import type { Snapshot } from '../revision/snapshot.ts';
import { TrackedFiles } from '../revision/tracked-files.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { datapoints, type Points, textProp } from './datapoints.ts';
import {
  type AskedPlots,
  definitionsById,
  type PlotDefinition,
  plotDefinitions,
  sourcesOf,
} from './plot-definitions.ts';
import { isPicture, kindFault, readPlotSource } from './plot-source.ts';
import { joinedProps, type PicturePlot, type Plot, type PlotFault, type Plots } from './plot.ts';

interface OfRevision {
  readonly revision: string;
  readonly files: TrackedFiles;
  readonly definition: PlotDefinition;
}

/** Reads what is to be drawn of each revision, plot by plot. What cannot be read is told, and the rest is drawn. */
export function collectPlots(revisions: Revisions, snapshots: Snapshots, asked: AskedPlots): Plots {
  const faults: PlotFault[] = [];
  const groups = new Map<string, OfRevision[]>();
  for (const [revision, snapshot] of snapshots) {
    const found = snapshot.ok ? definitionsIn(revisions, snapshot.value, asked) : err(snapshot.error);
    if (!found.ok) {
      faults.push({ revision, type: found.error.code, msg: found.error.what });
      continue;
    }
    for (const [name, definition] of found.value.definitions)
      groups.set(name, [...(groups.get(name) ?? []), { revision, files: found.value.files, definition }]);
  }
  const plots = [...groups].map(([name, group]) => plotOf(name, group, asked, faults));
  return { plots, faults };
}

function definitionsIn(
  { store }: Revisions,
  snapshot: Snapshot,
  asked: AskedPlots,
): Result<{
  readonly files: TrackedFiles;
  readonly definitions: ReadonlyMap<string, PlotDefinition>;
}> {
  const files = TrackedFiles.of(snapshot, store);
  if (!files.ok) return files;
  const at = (path: string): string => pathFrom(asked.from, path);
  const definitions = plotDefinitions(snapshot, asked, {
    expand: (path) => files.value.expand(at(path)).map((one) => relativePath(asked.from, one)),
    isThere: (path) => snapshot.tree.kindOf(at(path)) !== undefined || files.value.read(at(path)).ok,
  });
  return definitions.ok
    ? ok({ files: files.value, definitions: definitionsById(definitions.value) })
    : definitions;
}

function plotOf(name: string, group: readonly OfRevision[], asked: AskedPlots, faults: PlotFault[]): Plot {
  const [first] = group;
  if (first !== undefined && isPicture(first.definition.id)) return picturesOf(group, asked, faults);
  const props = joinedProps(group.map(({ definition }) => definition.props));
  const points: ValueMap[] = [];
  const drawn: string[] = [];
  let axes: Omit<Points, 'points'> | undefined;
  for (const { revision, files, definition } of group) {
    const sources = new Map<string, Value>();
    for (const path of sourcesOf(definition)) {
      const bytes = files.read(pathFrom(asked.from, path));
      const content = bytes.ok
        ? readPlotSource(bytes.value, path, props)
        : err(kindFault(path) ?? bytes.error);
      if (content.ok) sources.set(path, content.value);
      else faults.push({ name, revision, source: path, ...content.error });
    }
    const found = datapoints({ id: definition.id, props }, sources, revision);
    if (!found.ok) faults.push({ name, revision, ...found.error });
    else if (found.value !== undefined) {
      const { points: own, ...rest } = found.value;
      axes ??= rest;
      points.push(...own);
      drawn.push(revision);
    }
  }
  const title = textProp(props, 'title') ?? name;
  return {
    kind: 'values',
    name,
    title,
    template: textProp(props, 'template'),
    revisions: drawn,
    points,
    axes,
  };
}

function picturesOf(group: readonly OfRevision[], asked: AskedPlots, faults: PlotFault[]): PicturePlot {
  const pictures: PicturePlot['pictures'][number][] = [];
  const [first] = group;
  const name = first?.definition.id ?? '';
  for (const { revision, files, definition } of group) {
    const bytes = files.read(pathFrom(asked.from, definition.id));
    if (bytes.ok) pictures.push({ revision, path: definition.id, bytes: bytes.value });
    else faults.push({ name, revision, source: definition.id, ...bytes.error });
  }
  return { kind: 'picture', name, pictures };
}
