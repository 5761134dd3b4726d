import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { closingLines, countPlaywright, countVitest, reportFile } from './tally.mjs';

const reported = (content) => {
  const file = reportFile('tally-test.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};

const test = (title, status, failureMessages = []) => ({ ancestorTitles: ['a thing'], title, status, failureMessages });

describe('what the runners reported', () => {
  it('of Vitest is counted, and what failed is named with what it said', () => {
    const unit = countVitest(
      reported({
        numPassedTests: 1,
        testResults: [
          {
            name: 'packages/a.test.ts',
            message: '',
            assertionResults: [
              test('holds', 'passed'),
              test('breaks', 'failed', ['expected 1 to be 2\n    at a.test.ts:3\n    at node_modules/runner.js:1']),
            ],
          },
        ],
      }),
      1,
    );
    expect(closingLines([unit])).toEqual([
      '✗ packages/a.test.ts › a thing › breaks\nexpected 1 to be 2\n    at a.test.ts:3\n',
      '1 passed, 1 failed',
    ]);
  });

  it('of Playwright is counted, in groups within groups too', () => {
    const spec = {
      file: 'a.spec.ts',
      line: 7,
      title: 'breaks',
      tests: [{ status: 'unexpected', results: [{ errors: [{ message: 'no button' }] }] }],
    };
    const suites = [{ title: 'a.spec.ts', specs: [], suites: [{ title: 'a thing', specs: [spec] }] }];
    expect(closingLines([countPlaywright(reported({ stats: { expected: 2 }, suites }), 1)])).toEqual([
      '✗ e2e/a.spec.ts:7 › a thing › breaks\nno button\n',
      '2 passed, 1 failed',
    ]);
  });

  it('counts a file that could not be loaded, a crash outside any test and a runner that died as failures', () => {
    const unloaded = { name: 'packages/b.test.ts', message: 'no such module', assertionResults: [] };
    const parts = [
      countVitest(reported({ numPassedTests: 0, testResults: [unloaded] }), 1),
      countVitest(reported({ numPassedTests: 3, testResults: [] }), 1),
      countVitest(reportFile('tally-test.json'), 137),
    ];
    expect(closingLines(parts)).toEqual([
      '✗ packages/b.test.ts › the file itself\nno such module\n',
      '✗ outside any test: the runner ended with 1\n',
      '✗ no report: the runner ended with 137\n',
      '3 passed, 3 failed',
    ]);
  });
});
