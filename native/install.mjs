// Fetches the native libraries into native/node_modules, once for each state of package-lock.json. Several builds may start this at once.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const lockFile = readFileSync(join(folder, 'package-lock.json'), 'utf8');
const stamp = join(folder, 'node_modules', '.earshot-stamp');
const lock = join(folder, '.install-lock');
const staleAfter = 10 * 60 * 1000;

const isFresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lockFile;

function takeLock() {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (fault) {
      if (fault.code !== 'EEXIST') throw fault;
    }

    try {
      if (Date.now() - statSync(lock).mtimeMs > staleAfter) rmSync(lock, { recursive: true, force: true });
    } catch { /* released meanwhile */ }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

if (!isFresh()) {
  takeLock();
  try {
    if (!isFresh()) {
      const windows = process.platform === 'win32';
      const run = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, encoding: 'utf8', shell: windows });
      if (run.error?.code === 'ENOENT') {
        console.error('error EARSHOT01: npm is missing: install Node.js 18 or newer with npm, from https://nodejs.org or your system (Debian: apt-get install nodejs npm)');
        process.exit(1);
      }
      if (run.status !== 0) {
        console.error((run.stdout ?? '') + (run.stderr ?? ''));
        console.error('error EARSHOT02: the native libraries could not be fetched from the npm registry; the log is above');
        process.exit(1);
      }
      writeFileSync(stamp, lockFile);
    }
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
