/**
 * Counts what the test runners reported, and names what failed once more at the end, where a long log is read. A runner that
 * died before reporting counts as one failure.
 */
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

/** How many lines of a failure's message are said again. */
const MESSAGE_LINES = 12;

const shortened = (message) => {
  const lines = message
    .trimEnd()
    .split('\n')
    .filter((line) => !line.includes('node_modules'));
  return lines.length > MESSAGE_LINES ? [...lines.slice(0, MESSAGE_LINES), '…'].join('\n') : lines.join('\n');
};

/** What is known of one failed test: where it stands and what it said. */
const failure = (file, titles, messages) =>
  [`${file.replace(`${root}/`, '')} › ${titles.filter(Boolean).join(' › ')}`, ...messages.map(shortened)].join('\n');

const tally = (file, exitCode, count) => {
  if (!existsSync(file)) return { passed: 0, failed: 1, failures: [`no report: the runner ended with ${exitCode}`] };
  const { passed, failures } = count(JSON.parse(readFileSync(file, 'utf8')));
  // A crash outside any test (a broken hook, an unhandled rejection) must not look green.
  if (failures.length === 0 && exitCode !== 0) {
    return { passed, failed: 1, failures: [`outside any test: the runner ended with ${exitCode}`] };
  }
  return { passed, failed: failures.length, failures };
};

/** `file`: the report of Vitest's `json` reporter. */
export const countVitest = (file, exitCode) =>
  tally(file, exitCode, ({ numPassedTests, testResults }) => ({
    passed: numPassedTests,
    failures: testResults.flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      // A file that could not be loaded has no tests, only a message.
      if (assertionResults.length === 0 && message) return [failure(name, ['the file itself'], [message])];
      return failed.map(({ ancestorTitles, title, failureMessages }) =>
        failure(name, [...ancestorTitles, title], failureMessages),
      );
    }),
  }));

const specsOf = (suite, titles = []) => [
  ...suite.specs.map((spec) => ({ ...spec, titles: [...titles, spec.title] })),
  ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, [...titles, inner.title])),
];

/** `file`: the report of Playwright's `json` reporter. A test that passed only when it was tried again has failed. */
export const countPlaywright = (file, exitCode) =>
  tally(file, exitCode, ({ stats, suites }) => ({
    passed: stats.expected,
    failures: suites
      .flatMap((suite) => specsOf(suite))
      .flatMap(({ file: spec, line, titles, tests }) =>
        tests
          .filter(({ status }) => status === 'unexpected' || status === 'flaky')
          .map(({ results }) =>
            failure(
              `e2e/${spec}:${line}`,
              titles,
              results.flatMap(({ errors }) => errors.map(({ message }) => message ?? '')),
            ),
          ),
      ),
  }));

/** The last lines of a run: every failure once more, then the count. */
export const closingLines = (parts) => {
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  const failures = parts.flatMap((part) => part.failures);
  return [...failures.map((text) => `✗ ${text}\n`), `${sum('passed')} passed, ${sum('failed')} failed`];
};
