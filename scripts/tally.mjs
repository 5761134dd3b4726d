/** Counts what the test runners reported. A runner that died before reporting counts as one failure. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** A fresh path for a runner's report. */
export const reportFile = (name) => {
  const folder = join(root, 'node_modules', '.gesso-reports');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  rmSync(path, { force: true });
  return path;
};

const tally = (file, exitCode, count) => {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { passed, failed } = count(JSON.parse(readFileSync(file, 'utf8')));
  // A crash outside any test (a broken hook, an unhandled rejection) must not look green.
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
};

export const countVitest = (file, exitCode) =>
  tally(file, exitCode, (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }));

export const countPlaywright = (file, exitCode) =>
  tally(file, exitCode, ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }));

export const closingLine = (passed, failed) => `${passed} passed, ${failed} failed`;
