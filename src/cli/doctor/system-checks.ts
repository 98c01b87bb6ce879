import { printDuration } from '../../units/format-duration.ts';
import { type Check, check } from './check.ts';
import { machineChecks } from './machine-checks.ts';
import type { SystemFacts } from './system-facts.ts';

/** The machine, the clocks, and the libraries that joulebook uses. */
export function systemChecks(facts: SystemFacts): readonly Check[] {
  return [
    ...machineChecks(facts),
    clockCheck(facts),
    timeCheck(facts),
    registryCheck(facts),
    nativeCheck(facts),
    perfCheck(facts),
    sqliteCheck(facts),
    pythonCheck(facts),
    check('system.version', ['system', 'Version'], 'ok', `joulebook ${facts.version}, Node ${facts.node}`),
  ];
}

function clockCheck({ native, suspendedS }: SystemFacts): Check {
  const about = ['system', 'Boot clock'] as const;
  const slept = suspendedS >= 1 ? [`suspended for ${printDuration(suspendedS)} since the boot`] : [];
  if (native === 'loaded')
    return check('system.clock', about, 'ok', 'read from the kernel, suspension included', {
      details: slept,
    });
  return check('system.clock', about, 'note', 'reckoned from /proc/uptime once', {
    why: 'without the native bindings time in suspension is missed while joulebook runs',
    details: slept,
  });
}

function timeCheck({ isClockSynced }: SystemFacts): Check {
  const about = ['system', 'Time'] as const;
  if (isClockSynced === true) return check('system.time', about, 'ok', 'set by a time server');
  const more = {
    why: 'wall time only labels runs and picks hourly intensities; energy is reckoned on the boot clock',
  };
  if (isClockSynced === undefined)
    return check('system.time', about, 'note', 'nothing tells whether a time server sets it', more);
  return check('system.time', about, 'note', 'not set by a time server', {
    ...more,
    fix: 'sudo timedatectl set-ntp true',
  });
}

function registryCheck({ registry }: SystemFacts): Check {
  const about = ['system', 'Live runs'] as const;
  const { folder, tried, live } = registry;
  if (folder === undefined) {
    return check('system.registry', about, 'warn', 'runs cannot know of each other', {
      why: `no folder for it can be made in ${tried.join(', ')}: runs at the same time each take all of the idle energy`,
      fix: 'make one of these folders writable, or set JOULEBOOK_REGISTRY to one that is',
    });
  }
  const what = live.length === 0 ? 'none now' : `${live.length} now`;
  return check('system.registry', about, 'ok', what, {
    details: [...(live.length === 0 ? [] : [live.join(', ')]), `told of in ${folder}`],
  });
}

function nativeCheck({ native }: SystemFacts): Check {
  const about = ['system', 'Native'] as const;
  if (native === 'loaded') return check('system.native', about, 'ok', 'koffi is loaded');
  const why =
    'without it there is no flock, no NVML library and no exact start of commands: slower ways are used';
  if (native === 'switched off') {
    const fix = 'unset JOULEBOOK_NO_NATIVE';
    return check('system.native', about, 'note', 'switched off by JOULEBOOK_NO_NATIVE', { why, fix });
  }
  return check('system.native', about, 'warn', 'the package koffi cannot be loaded', {
    why,
    fix: 'install again with optional packages: npm install --include=optional joulebook',
  });
}

/** Up to this level the kernel lets everybody count their own processes (Documentation/admin-guide/sysctl/kernel.rst). */
const PARANOID_OWN = 2;

function perfCheck({ perfParanoid, isRoot, native }: SystemFacts): Check {
  const about = ['system', 'perf events'] as const;
  const level = perfParanoid === '' ? undefined : Number(perfParanoid);
  const why =
    'the CPU time of a run is then read from /proc, which misses processes that end between two readings';
  if (level === undefined)
    return check('system.perf', about, 'note', 'the kernel does not offer them', { why });
  const said = `kernel.perf_event_paranoid is ${perfParanoid}`;
  if (native !== 'loaded')
    return check('system.perf', about, 'note', `not used without the native bindings (${said})`, { why });
  if (level <= PARANOID_OWN || isRoot) return check('system.perf', about, 'ok', `allowed (${said})`);
  return check('system.perf', about, 'note', `refused (${said})`, {
    why,
    fix: `sudo sysctl kernel.perf_event_paranoid=${PARANOID_OWN}`,
  });
}

function sqliteCheck({ sqlite }: SystemFacts): Check {
  const about = ['system', 'SQLite'] as const;
  if (sqlite.length > 0) return check('system.sqlite', about, 'ok', sqlite.join(', then '));
  return check('system.sqlite', about, 'note', 'none: every listing reads all runs', {
    why: 'this Node has no node:sqlite and the package libsql is not installed',
    fix: 'use Node 22.13 or newer, or install again with optional packages',
  });
}

function pythonCheck({ python, version }: SystemFacts): Check {
  const about = ['system', 'Python'] as const;
  if (python.state === 'no-python')
    return check('system.python', about, 'note', 'no python3 on the PATH: only its client library needs it');
  if (python.state === 'without') {
    return check('system.python', about, 'note', `${python.program} has no joulebook`, {
      why: 'only `import joulebook` needs it; commands are measured without',
      fix: `${python.program} -m pip install ./python (in joulebook's folder), or PYTHONPATH=/path/to/joulebook/python`,
    });
  }
  const { program, path } = python;
  if (python.version !== undefined && python.version !== version) {
    return check('system.python', about, 'warn', `its client is ${python.version}, this is ${version}`, {
      why: 'client and command are made for each other',
      fix: `${program} -m pip install --upgrade ./python (in joulebook's folder)`,
      details: [path],
    });
  }
  return check('system.python', about, 'ok', `client found by ${program}`, { details: [path] });
}
