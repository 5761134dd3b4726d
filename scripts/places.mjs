/**
 * What a newcomer adds, and every place that has to be touched for it. `places.test.mjs` makes these changes in a copy of the sources,
 * and then all but one: a place that is forgotten must not compile. When a case needs another place, the code has become
 * harder to add to; mend the code before the number.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One place: a new file with its `text`, or what is put after an excerpt of a file that is there. What stands in one file is one
 * place. `missedBy`: the smallest project that does not compile without it; the case's own unless it says so.
 * @typedef {{ readonly file: string, readonly folder?: string, readonly missedBy?: string } & ({ readonly text: string }
 *   | { readonly puts: readonly (readonly [after: string, text: string])[] })} Place
 */

const schema = 'packages/crdt-schema/src/elements';
const drawing = 'packages/drawing/src/elements';
const forms = 'packages/drawing/src/forms';
const app = 'packages/canvas-app/src';
/** What people read: the catalogue that all others follow. */
const words = `${app}/words/en.json`;

/** A line in a registry: the import, and the name in the list. */
const listed = (file, name, importAfter, nameAfter) => ({
  file,
  missedBy: 'packages/drawing',
  puts: [
    [importAfter, `import { ${name} } from './${name}.ts';\n`],
    [nameAfter, `  ${name},\n`],
  ],
});

const kindWithTool = [
  {
    file: `${schema}/kinds/ticket.ts`,
    missedBy: 'packages/crdt-schema',
    text: `import { defineKind } from './define-kind.ts';
import { shape } from './shape.ts';

export const ticket = defineKind({ ...shape('rect'), letter: 'y' });
`,
  },
  listed(`${schema}/kinds/registry.ts`, 'ticket', "import { text } from './text.ts';\n", '  diamond,\n'),
  {
    file: `${drawing}/ticket.ts`,
    missedBy: 'packages/drawing',
    text: `import { shapeKind } from './shape.ts';

export const ticket = shapeKind;
`,
  },
  listed(`${drawing}/registry.ts`, 'ticket', "import { text } from './text.ts';\n", '  diamond,\n'),
  { file: `${app}/editor/tool-id.ts`, puts: [['  ...flyoutIds,\n', "  'ticket',\n"]] },
  {
    file: `${app}/tools/shapes.ts`,
    puts: [
      ['import { StickyNote', ', Ticket'],
      [
        'export const shapes = {\n',
        `  ticket: boxTool({
    icon: Ticket,
    group: 'words',
    keys: ['u'],
    makes: 'ticket',
    clickSize: { w: 160, h: 140 },
  }),
`,
      ],
    ],
  },
  {
    file: words,
    puts: [
      ['  "kind": {\n', '    "ticket": "Ticket",\n'],
      ['  "command": {\n    "tool": {\n', '      "ticket": "Ticket",\n'],
    ],
  },
];

/** A shape: its word, its file and its line; toolbar, palette, style panel, scripts and exports follow. */
const form = [
  { file: `${schema}/props/styles.ts`, missedBy: 'packages/drawing', puts: [["  'plus',\n", "  'kite',\n"]] },
  {
    file: `${forms}/kite.ts`,
    missedBy: 'packages/drawing',
    text: `import { polygonRing } from '../geometry/ring.ts';
import { part, pointsIn, type ShapeForm } from './form.ts';

const corners = [
  [0.5, 0],
  [1, 0.35],
  [0.5, 1],
  [0, 0.35],
] as const;

export const kite: ShapeForm = {
  ring: (box, radius) => polygonRing(pointsIn(box, corners), radius),
  room: (box) => part(box, 0.25, 0.25, 0.5, 0.3),
};
`,
  },
  listed(`${forms}/registry.ts`, 'kite', "import { triangle } from './triangle.ts';\n", '  diamond,\n'),
  {
    file: words,
    puts: [
      ['  "kind": {\n', '    "kite": "Kite",\n'],
      ['  "command": {\n    "tool": {\n', '      "kite": "Kite",\n'],
      ['    "form": {\n', '      "kite": "Change to kite",\n'],
    ],
  },
];

/** A style has its three places, and is named by each kind that has it. */
const style = [
  {
    file: `${schema}/props/styles.ts`,
    missedBy: 'packages/crdt-schema',
    puts: [['export const styles = {\n', "  hatching: wordField('ht', ['plain', 'hatched']),\n"]],
  },
  {
    file: `${app}/ui/style-rows.tsx`,
    puts: [
      [
        "  fill: { label: say('style.fill'), colors: 'tints' },\n",
        `  hatching: {
    label: say('style.hatching'),
    choices: [
      { value: 'plain', name: 'Plain' },
      { value: 'hatched', name: 'Hatched' },
    ],
  },
`,
      ],
    ],
  },
  { file: words, puts: [['  "style": {\n', '    "hatching": "Hatching",\n']] },
];
const named = {
  file: `${schema}/kinds/shape.ts`,
  puts: [["    fill: withDefault(styles.fill, 'none'),\n", "    hatching: withDefault(styles.hatching, 'plain'),\n"]],
};

/** One more panel of a feature: all of it in the feature's folder. */
const help = `${app}/features/help`;
const panelOfFeature = [
  {
    file: `${help}/hello.tsx`,
    folder: help,
    text: `import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';

export function Panel() {
  const { shell } = useApp();
  return (
    <Dialog title="Hello" name="hello" modal onClose={shell.closePanel}>
      Hello
    </Dialog>
  );
}
`,
  },
  {
    file: `${help}/index.tsx`,
    folder: help,
    puts: [
      ['  interface PanelIds {\n', '    hello: true;\n'],
      ['  panels: {', " hello: () => import('./hello.tsx'),"],
      [
        'const commands: Commands = {\n',
        "  'board.hello': { keys: [], group: 'board', run: ({ shell }) => shell.openPanel('hello') },\n",
      ],
    ],
  },
];

/** The code that opens it. */
const opensHello = {
  file: `${app}/features/help/opens-hello.ts`,
  text: `import type { ShellState } from '../../ui/shell.ts';

export const openHello = ({ openPanel }: Pick<ShellState, 'openPanel'>): void => openPanel('hello');
`,
};

/** A feature with a panel: its folder, which is one place, and its line in the list. */
const panel = [
  {
    file: `${app}/features/hello/index.ts`,
    folder: `${app}/features/hello`,
    text: `import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    hello: true;
  }
}

export const hello: Feature = {
  commands: {
    'board.hello': { keys: [], group: 'board', run: ({ shell }) => shell.openPanel('hello') },
  },
  panels: { hello: () => import('./panel.tsx') },
};
`,
  },
  {
    file: `${app}/features/hello/panel.tsx`,
    folder: `${app}/features/hello`,
    text: `import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';

export function Panel() {
  const { shell } = useApp();
  return (
    <Dialog title="Hello" name="hello" modal onClose={shell.closePanel}>
      Hello
    </Dialog>
  );
}
`,
  },
  {
    file: `${app}/main.tsx`,
    missedBy: 'the list of features',
    puts: [
      [
        "import type { Feature } from './features/feature.ts';\n",
        "import { hello } from './features/hello/index.ts';\n",
      ],
      ['const features: readonly Feature[] = [\n', '  hello,\n'],
    ],
  },
];

const server = 'packages/server/src';
const setting = [
  {
    file: `${server}/config/settings.ts`,
    missedBy: 'packages/server',
    puts: [['export const settings = {\n', "  MOTTO: optional('motto', text, 'a line under the name'),\n"]],
  },
];
/** The code that wants the setting. */
const readsMotto = {
  file: `${server}/motto.ts`,
  text: `import type { Config } from './config/config.ts';

export const mottoOf = ({ motto }: Config): string => motto ?? '';
`,
};

const preference = [{ file: `${app}/editor/preferences.ts`, puts: [['  minimap: isOn,\n', '  ruler: isOn,\n']] }];
/** The code that wants it. */
const readsRuler = {
  file: `${app}/editor/ruler.ts`,
  text: `import type { Preferences } from './preferences.ts';

export const hasRuler = ({ ruler }: Preferences): boolean => ruler.value;
`,
};

/** Features whose folder is there and that `main.tsx` does not list, below a root. */
export const unlistedFeatures = (root) => {
  const list = readFileSync(join(root, app, 'main.tsx'), 'utf8');
  return readdirSync(join(root, app, 'features'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !list.includes(`'./features/${entry.name}/index.ts`))
    .map(({ name }) => name);
};

/**
 * `most`: places a case may have; a folder counts once. `besides`: what is there for each of something, and not counted. `uses`: code
 * that is there already. `check`: the project whose compiler sees all of it.
 * @type {readonly { readonly name: string, readonly most: number, readonly places: readonly Place[],
 *   readonly besides?: readonly Place[], readonly uses?: readonly Place[], readonly check: string }[]}
 */
export const cases = [
  { name: 'an element kind with its tool', most: 7, places: kindWithTool, check: 'packages/canvas-app' },
  { name: 'a shape', most: 4, places: form, check: 'packages/canvas-app' },
  { name: 'a style', most: 3, places: style, besides: [named], check: 'packages/canvas-app' },
  { name: 'a panel to a feature', most: 1, places: panelOfFeature, uses: [opensHello], check: 'packages/canvas-app' },
  { name: 'a feature with a panel', most: 2, places: panel, check: 'packages/canvas-app' },
  { name: 'a setting of a person', most: 1, places: preference, uses: [readsRuler], check: 'packages/canvas-app' },
  { name: 'a setting of the server', most: 1, places: setting, uses: [readsMotto], check: 'packages/server' },
];
