import type { Host } from '../../host/host.ts';
import { allExperiments } from '../../pipeline/exp/experiments.io.ts';
import { addressOf, relativePath } from '../../pipeline/graph/address.ts';
import { findRoot } from '../../pipeline/project/find-root.io.ts';
import { loadConfig } from '../../pipeline/project/load-config.io.ts';
import { loadProjectParts } from '../../pipeline/project/load-project.io.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import type { Candidate } from './candidate.ts';

/** What of a DVC project can be named on a command line; nothing where there is no project or it is not understood. */
export function projectCandidates(
  host: Host,
  kind: 'target' | 'remote' | 'experiment' | 'revision',
): Candidate[] {
  switch (kind) {
    case 'target':
      return targets(host);
    case 'remote':
      return remotes(host);
    case 'experiment':
      return experiments(host);
    default:
      return [...branchesAndTags(host), ...experiments(host)];
  }
}

/** Stages and groups by name, .dvc files, and what any of them makes. */
function targets(host: Host): Candidate[] {
  const project = loadProjectParts(host);
  if (!project.ok) return [];
  const { nodes, from } = project.value;
  const named = new Map<string, string>();
  for (const node of nodes) {
    const address = addressOf(node, from);
    const group = node.kind === 'stage' ? groupOf(address) : undefined;
    if (group !== undefined && !named.has(group)) named.set(group, 'group');
    named.set(address, node.kind === 'stage' ? 'stage' : 'data');
  }
  for (const node of nodes)
    for (const { at } of node.outs) named.set(relativePath(from, at), `of ${addressOf(node, from)}`);
  return [...named];
}

/** `train` of `train@us`. */
function groupOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  return at <= 0 ? undefined : address.slice(0, at);
}

function remotes(host: Host): Candidate[] {
  const standpoint = findRoot(host.cwd);
  const config = standpoint.ok ? loadConfig(host, standpoint.value.root) : standpoint;
  return config.ok
    ? [...config.value.remotes].map(([name, settings]) => [name, settings.get('url') ?? ''])
    : [];
}

function experiments(host: Host): Candidate[] {
  const site = openExperiments(host);
  return site.ok ? allExperiments(site.value.git).map(({ name, rev }) => [name, rev.slice(0, 7)]) : [];
}

function branchesAndTags(host: Host): Candidate[] {
  const site = openExperiments(host);
  if (!site.ok) return [];
  const told = site.value.git.ask(['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/tags']);
  return (told ?? '')
    .split('\n')
    .filter((name) => name !== '')
    .map((name) => [name, '']);
}
