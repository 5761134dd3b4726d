import { styleView } from '../editor/selection-style.ts';
import { tools } from '../tools/registry.ts';
import { useApp } from './app-context.ts';
import { FoldingPanel } from './FoldingPanel.tsx';
import { Icon, type IconLike } from './parts/icons.tsx';
import { onDemand } from './parts/on-demand.tsx';
import { smallScreen, useMedia } from './parts/use-media.ts';
import { StyleDock } from './StyleDock.tsx';
import { StylePill } from './StylePill.tsx';

const Settings = onDemand(async () => (await import('./StyleSettings.tsx')).StyleSettings);

const Quick = onDemand(async () => (await import('./QuickStyles.tsx')).QuickStyles);

const Sheet = onDemand(async () => (await import('./StyleSheetPanel.tsx')).StyleSheetPanel);

/** Fetches what the panel unfolds to, so that it is there at once. */
export const loadStyleSettings = (): Promise<unknown> => Promise.all([Settings.load(), Quick.load(), Sheet.load()]);

const lassoIcon: IconLike = [
  [
    'path',
    {
      d: 'M7 16c-2.5-1-4-2.8-4-5 0-3.9 4-7 9-7s9 3.1 9 7-4 7-9 7c-1.8 0-3.5-.4-5-1.1m0-.9a2 2 0 1 0 0 .9c0 2 .7 2.6 0 4.1',
    },
  ],
];

/** What one can choose for the selection, or for what the tool will make. Gone when there is nothing to say. */
export const StylePanel = () => {
  const { editor } = useApp();
  void editor.version.value;
  void editor.selection.value;
  const isSmall = useMedia(smallScreen);
  const tool = editor.tool.value;
  if (!editor.canEdit.value) return null;
  const { makes, form, icon } = tools[tool];
  const view = tool === 'eraser' ? undefined : styleView(editor, makes, form);
  if (view === undefined && tool !== 'eraser' && tool !== 'select') return null;
  const shown = tool === 'select' && editor.selectMode.value === 'lasso' ? lassoIcon : icon;
  const pill = view === undefined ? <Icon name={shown} /> : <StylePill view={view} theme={editor.theme.value} />;
  return isSmall ? (
    <StyleDock pill={pill} quick={Quick} sheet={Sheet} />
  ) : (
    <FoldingPanel pill={pill} settings={Settings} />
  );
};
