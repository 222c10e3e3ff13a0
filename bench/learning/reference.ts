import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Debian's Python, which the packages python3-sklearn and python3-xgboost belong to. */
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('reference.py', import.meta.url));

export const hasReference = (): boolean => spawnSync(python, ['-c', 'import sklearn, xgboost']).status === 0;
export const missingReference = 'scikit-learn and XGBoost are not there: apt-get install python3-sklearn python3-xgboost';

export type Files = Readonly<Record<string, Float64Array>>;

/** Runs the reference on arrays handed over as files; one parsed line a result. */
export function askReference(job: object, files: Files, threads = 1): unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'bench-learning-'));
  try {
    writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
    for (const [name, values] of Object.entries(files))
      writeFileSync(join(folder, `${name}.bin`), Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    const { stdout, stderr, status } = spawnSync(python, [script, folder], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: '1' },
    });
    if (status !== 0) throw new Error(`the reference failed: ${stderr.split('\n').slice(-3).join(' ')}`);
    return stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
