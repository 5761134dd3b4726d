import { styleView } from '../editor/selection-style.ts';
import { tools } from '../tools/registry.ts';
import { useApp } from './app-context.ts';
import { FoldingPanel } from './FoldingPanel.tsx';
import { Icon } from './parts/icons.tsx';
import { onDemand } from './parts/on-demand.tsx';
import { smallScreen, useMedia } from './parts/use-media.ts';
import { StyleDock } from './StyleDock.tsx';
import { StylePill } from './StylePill.tsx';

const Settings = onDemand(async () => (await import('./StyleSettings.tsx')).StyleSettings);

const Quick = onDemand(async () => (await import('./QuickStyles.tsx')).QuickStyles);

const Sheet = onDemand(async () => (await import('./StyleSheetPanel.tsx')).StyleSheetPanel);

/** Fetches what the panel unfolds to, so that it is there at once. */
export const loadStyleSettings = (): Promise<unknown> => Promise.all([Settings.load(), Quick.load(), Sheet.load()]);

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
  if (view === undefined && tool !== 'eraser') return null;
  const pill = view === undefined ? <Icon name={icon} /> : <StylePill view={view} theme={editor.theme.value} />;
  return isSmall ? (
    <StyleDock pill={pill} quick={Quick} sheet={Sheet} />
  ) : (
    <FoldingPanel pill={pill} settings={Settings} />
  );
};
