import { useEffect, useState } from 'preact/hooks';
import { ask } from '../state/ask.ts';
import { setView, view } from '../state/location.ts';

/** What is first shown goes before it. */
const AFTER_MS = 400;

/** Shows one project, or all. */
export function ProjectSwitch() {
  const held = view('p') ?? '';
  const [projects, setProjects] = useState<readonly string[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      ask<{ readonly projects: readonly string[] }>('/projects', { signal: abort.signal }).then(
        ({ data }) => setProjects(data.projects),
        () => undefined, // the page itself says what is wrong with the server
      );
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, []);
  if (projects.length < 2 && held === '') return null;
  const known = held === '' || projects.includes(held) ? projects : [held, ...projects];
  return (
    <select
      class="project"
      aria-label="Project"
      value={held}
      onChange={({ currentTarget: { value } }) => setView({ p: value })}
    >
      <option value="">All projects</option>
      {known.map((project) => (
        <option key={project} value={project}>
          {project.slice(0, 60)}
        </option>
      ))}
    </select>
  );
}
