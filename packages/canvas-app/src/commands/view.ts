import { zoomAt } from '../editor/camera.ts';
import type { Editor } from '../editor/editor.ts';
import type { Command } from './command.ts';

const zoomTo = (editor: Editor, zoom: number): void => {
  const { width, height } = editor.viewport.peek();
  editor.setCamera(zoomAt(editor.camera.peek(), { x: width / 2, y: height / 2 }, zoom));
};

/** Steps a person expects: each press goes to the next of these. */
const stops = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 20, 30];

/** The next stop above or below a zoom; the zoom itself at the ends. */
export const nextStop = (zoom: number, direction: 1 | -1): number => {
  const slack = 1.001;
  const next =
    direction > 0 ? stops.find((stop) => stop > zoom * slack) : stops.filter((stop) => stop < zoom / slack).at(-1);
  return next ?? zoom;
};

export const viewCommands: Record<string, Command> = {
  'view.zoomIn': {
    keys: ['mod+=', '=', 'mod++', '+'],
    group: 'view',
    repeats: true,
    run: ({ editor }) => zoomTo(editor, nextStop(editor.camera.peek().zoom, 1)),
  },
  'view.zoomOut': {
    keys: ['mod+-', '-'],
    group: 'view',
    repeats: true,
    run: ({ editor }) => zoomTo(editor, nextStop(editor.camera.peek().zoom, -1)),
  },
  'view.zoom100': {
    keys: ['mod+0', 'shift+0'],
    group: 'view',
    run: ({ editor }) => zoomTo(editor, 1),
  },
  'view.fit': { keys: ['shift+1'], group: 'view', run: ({ editor }) => editor.zoomTo('all') },
  'view.fitSelection': {
    keys: ['shift+2'],
    group: 'view',
    when: ({ editor }) => editor.selection.peek().size > 0,
    run: ({ editor }) => editor.zoomTo('selection'),
  },
  'view.back': {
    keys: ['home'],
    group: 'view',
    when: ({ editor }) => editor.contentOutOfView.peek(),
    run: ({ editor }) => editor.zoomTo('all'),
  },
  'view.fingersDraw': {
    keys: [],
    group: 'view',
    when: ({ editor }) => editor.penMode.peek() !== 'unseen',
    isOn: ({ editor }) => editor.penMode.peek() === 'shared',
    run({ editor }) {
      const draw = editor.penMode.peek() === 'alone';
      editor.setPenMode(draw ? 'shared' : 'alone');
      // The next page begins with it, once it sees a pen.
      editor.setPreference('fingersDraw', draw ? 'yes' : 'no');
    },
  },
  'view.grid': {
    keys: ["mod+'"],
    group: 'view',
    isOn: ({ editor }) => editor.grid.peek(),
    run({ editor }) {
      editor.setPreference('grid', !editor.grid.peek());
    },
  },
  'view.snap': {
    keys: ['alt+s'],
    group: 'view',
    isOn: ({ editor }) => editor.snap.peek(),
    run: ({ editor }) => editor.setPreference('snap', !editor.snap.peek()),
  },
  'view.snapGrid': {
    keys: ['alt+g'],
    group: 'view',
    isOn: ({ editor }) => editor.snapGrid.peek(),
    run: ({ editor }) => editor.setPreference('snapGrid', !editor.snapGrid.peek()),
  },
  'view.toolLock': {
    keys: ['q'],
    group: 'view',
    isOn: ({ editor }) => editor.toolLocked.peek(),
    run({ editor }) {
      editor.setPreference('toolLocked', !editor.toolLocked.peek());
    },
  },
  'view.theme': {
    keys: ['alt+shift+d'],
    group: 'view',
    run: ({ shell }) => shell.cycleTheme(),
  },
};
