// Fetches the native libraries into native/node_modules, once for each state of package-lock.json. Several builds may start this at once.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const lockFile = readFileSync(join(folder, 'package-lock.json'), 'utf8');
const stamp = join(folder, 'node_modules', '.earshot-stamp');
const lock = join(folder, '.install-lock');

const isFresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lockFile;

// the lock is a file with the number of the process that holds it; one whose process is gone is taken over
function takeLock() {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (fault) {
      if (fault.code !== 'EEXIST') throw fault;
    }

    try {
      const owner = Number(readFileSync(lock, 'utf8'));
      if (owner > 0) process.kill(owner, 0);
    } catch (fault) {
      if (fault.code === 'ESRCH') rmSync(lock, { force: true });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

// the fault of a fetch that failed, as MSBuild reads it; null when all is there
function fetchAll() {
  const windows = process.platform === 'win32';
  const run = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, encoding: 'utf8', shell: windows });
  if (run.error?.code === 'ENOENT')
    return 'error EARSHOT01: npm is missing: install Node.js 18 or newer with npm, from https://nodejs.org or your system (Debian: apt-get install nodejs npm)';
  if (run.status !== 0)
    return (run.stdout ?? '') + (run.stderr ?? '') + '\nerror EARSHOT02: the native libraries could not be fetched from the npm registry; the log is above';
  writeFileSync(stamp, lockFile);
  return null;
}

if (!isFresh()) {
  takeLock();
  try {
    const fault = isFresh() ? null : fetchAll();
    if (fault) {
      console.error(fault);
      process.exitCode = 1;
    }
  } finally {
    rmSync(lock, { force: true });
  }
}
