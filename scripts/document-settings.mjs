/** Writes the table of settings in docs/operations.md from the table they are declared in. Part of `npm run format`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { settings } from '../packages/server/src/config/settings.ts';

const page = new URL('../docs/operations.md', import.meta.url);

/** The rows, as Markdown. */
export const settingsTable = () =>
  [
    '| name | default | meaning |',
    '| --- | --- | --- |',
    ...Object.entries(settings).map(
      ([name, { initial, meaning }]) => `| \`${name}\` | ${initial ?? ''} | ${meaning} |`,
    ),
  ].join('\n');

/** The page with the table as it should be. */
export const withTable = (text) => text.replace(/\| name +\| default.*?(?=\n\n)/s, () => settingsTable());

if (import.meta.main) writeFileSync(page, withTable(readFileSync(page, 'utf8')));
