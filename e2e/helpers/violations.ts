import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/**
 * What axe finds wrong on a page as it is now, by the rules of WCAG 2.2 A and AA and its own best practices: a line for each rule, with
 * the places. The rule of landmarks is left out: a board is one region, with islands over it. So are the initials on a face, which stand for
 * the name that is read.
 */
export const violationsOn = async (page: Page): Promise<readonly string[]> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async () => {
    // What is still coming into sight is paler than it will be. What never ends is not waited for.
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)));
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'],
      rules: { region: { enabled: false } },
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes
        .filter(({ html }) => id !== 'label-content-name-mismatch' || !html.includes('class="face'))
        .map(({ html, failureSummary = '' }) => `${id}: ${help}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  });
};
