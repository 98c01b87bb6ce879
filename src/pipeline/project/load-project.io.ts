import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { readDataFile } from '../data-file/read-data-file.ts';
import { readDefinition } from '../definition/read-definition.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import { resolveDefinition } from '../resolve/resolve-stages.ts';
import type { PipelineConfig } from './config.ts';
import type { Fault } from './fault.ts';
import { findPipelineFiles } from './find-files.io.ts';
import { findRoot, type Standpoint } from './find-root.io.ts';
import { loadConfig } from './load-config.io.ts';
import { type Alone, namedAlone } from './named-alone.ts';
import type { PipelineFile } from './pipeline-file.ts';
import { ValuesFiles } from './values-files.io.ts';

/** A DVC project as its files describe it. */
export interface Project extends Standpoint {
  readonly config: PipelineConfig;
  /** Stages and data sources, in the order of their files. */
  readonly nodes: readonly Node[];
  /** Every dvc.yaml by its path. */
  readonly pipelines: ReadonlyMap<RepoPath, PipelineFile>;
  readonly values: ValuesFiles;
  /** What DVC says nothing of and still may not be meant. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads a project from a folder in it: its configuration, every dvc.yaml and every .dvc file. One file that is not understood is a problem for all
 * that needs the graph.
 */
export function loadProject(host: Host): Result<Project> {
  const parts = loadProjectParts(host);
  if (!parts.ok) return parts;
  const [first] = parts.value.faults;
  return first === undefined ? parts : err(first.problem);
}

/**
 * Reads a project like {@link loadProject}. Where something in it is not understood that the words do not ask for, it holds only what they name, as if
 * the rest were not there.
 */
export function loadNamed(host: Host, alone: Alone): Result<Project> {
  const parts = loadProjectParts(host);
  if (!parts.ok) return parts;
  const [first] = parts.value.faults;
  if (first === undefined) return parts;
  const named = namedAlone(parts.value, alone.words, { ...alone, from: parts.value.from });
  return named.ok ? ok({ ...parts.value, nodes: named.value }) : err((named.error ?? first).problem);
}

/** A project as far as its files are understood, with what is wrong with the others. */
export interface ProjectParts extends Project {
  readonly faults: readonly Fault[];
}

/** Reads a project like {@link loadProject}; a file that is not understood does not hide the others. */
export function loadProjectParts(host: Host): Result<ProjectParts> {
  const standpoint = findRoot(host.cwd);
  if (!standpoint.ok) return standpoint;
  const { root } = standpoint.value;
  const config = loadConfig(host, root);
  if (!config.ok) return config;
  const values = new ValuesFiles(root);
  const nodes: Node[] = [];
  const warnings: Problem[] = [];
  const pipelines = new Map<RepoPath, PipelineFile>();
  const tracked = new Set<RepoPath>();
  const faults: Fault[] = [];
  const add = (node: Node): void => {
    nodes.push(node);
    for (const { at } of node.outs) tracked.add(at);
  };
  const found = (at: RepoPath): void => {
    const read = at.endsWith('.dvc')
      ? readSource(root, at)
      : readPipeline(root, at, values, config.value.parsing);
    if (!read.ok) {
      faults.push({ problem: read.error, file: at });
      return;
    }
    if (!('resolved' in read.value)) return add(read.value);
    pipelines.set(at, read.value);
    warnings.push(...read.value.resolved.warnings);
    const { definition, resolved } = read.value;
    for (const { stage, name, group } of resolved.stages)
      if (stage.ok) add(stage.value);
      else {
        const isGroup = group === undefined && definition.stages.get(name)?.kind !== 'single';
        const of = { name, isGroup, ...(group === undefined ? {} : { group }) };
        faults.push({ problem: stage.error, file: at, of });
      }
  };
  const { isWithoutGit } = config.value;
  findPipelineFiles(root, { found, isTracked: (at) => tracked.has(at), isWithoutGit });
  return ok({ ...standpoint.value, config: config.value, nodes, pipelines, values, warnings, faults });
}

function readSource(root: string, at: RepoPath): Result<Node> {
  const text = textOf(root, at);
  return text.ok ? readDataFile(text.value, at, root) : text;
}

function readPipeline(
  root: string,
  at: RepoPath,
  values: ValuesFiles,
  parsing: PipelineConfig['parsing'],
): Result<PipelineFile> {
  const text = textOf(root, at);
  if (!text.ok) return text;
  const definition = readDefinition(text.value, at);
  if (!definition.ok) return definition;
  const resolved = resolveDefinition(definition.value, { root, read: (path) => values.read(path), parsing });
  return resolved.ok ? ok({ definition: definition.value, resolved: resolved.value }) : resolved;
}

function textOf(root: string, at: RepoPath): Result<string> {
  try {
    return ok(readFileSync(join(root, at), 'utf8'));
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE_FILE', `cannot read ${at}`, why, fix));
  }
}
