import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Commands } from '../../src/commands/command.ts';
import { commands as ownCommands } from '../../src/commands/table.ts';
import type { Feature } from '../../src/features/feature.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** The folders of all features. */
const featureFolders: readonly string[] = readdirSync(`${source}/features`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What `main.tsx` says. */
const mainText = readFileSync(`${source}/main.tsx`, 'utf8');

/** Whether `main.tsx` has an export of a feature's folder in its list. */
const isListed = (name: string): boolean => new RegExp(`^  ${name}(?:\\(.*\\))?,$`, 'm').test(mainText);

const moduleOf = (folder: string): Promise<Record<string, unknown>> =>
  readdirSync(`${source}/features/${folder}`).includes('index.ts')
    ? import(`../../src/features/${folder}/index.ts`)
    : import(`../../src/features/${folder}/index.tsx`);

/** What each folder adds, by its name; undefined when `main.tsx` lists nothing of it. Those made by a function are made of nothing. */
export const featuresByFolder: ReadonlyMap<string, Feature | undefined> = new Map(
  await Promise.all(
    featureFolders.map(async (folder) => {
      const [, feature] = Object.entries(await moduleOf(folder)).find(([name]) => isListed(name)) ?? [];
      return [folder, (typeof feature === 'function' ? feature({}) : feature) as Feature | undefined] as const;
    }),
  ),
);

/** Every feature that `main.tsx` lists. */
export const features: readonly Feature[] = [...featuresByFolder.values()].filter((feature) => feature !== undefined);

/** The whole command table, as the app has it. */
export const allCommands: Commands = Object.assign({}, ownCommands, ...features.map((feature) => feature.commands));
