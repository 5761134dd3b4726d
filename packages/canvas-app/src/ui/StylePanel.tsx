import { styleView } from '../editor/selection-style.ts';
import { tools } from '../tools/registry.ts';
import { useApp } from './app-context.ts';
import { FoldingPanel } from './FoldingPanel.tsx';
import { Icon } from './parts/icons.tsx';
import { onDemand } from './parts/on-demand.tsx';
import { StylePill } from './StylePill.tsx';

const Settings = onDemand(async () => (await import('./StyleSettings.tsx')).StyleSettings);

/** Fetches what the panel unfolds to, so that it is there at once. */
export const loadStyleSettings = Settings.load;

/** What one can choose for the selection, or for what the tool will make. Gone when there is nothing to say. */
export const StylePanel = () => {
  const { editor } = useApp();
  void editor.version.value;
  void editor.selection.value;
  const tool = editor.tool.value;
  if (!editor.canEdit.value) return null;
  const { makes, form, icon } = tools[tool];
  const view = tool === 'eraser' ? undefined : styleView(editor, makes, form);
  if (view === undefined && tool !== 'eraser') return null;
  return (
    <FoldingPanel
      pill={view === undefined ? <Icon name={icon} /> : <StylePill view={view} theme={editor.theme.value} />}
      settings={Settings}
    />
  );
};
