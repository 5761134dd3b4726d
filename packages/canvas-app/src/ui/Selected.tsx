import { tools } from '../tools/registry.ts';
import { useApp } from './app-context.ts';
import { onDemand } from './parts/on-demand.tsx';

const Bar = onDemand(async () => (await import('./SelectionBar.tsx')).SelectionBar);

/** Fetches the bar near a selection, so that it is there at once. */
export const loadSelectionBar = Bar.load;

/** The bar near what is selected; nothing of it is needed to draw, and where a tool draws it would take its presses. */
export const Selected = () => {
  const { editor } = useApp();
  return editor.selection.value.size > 0 && !tools[editor.tool.value].writes ? <Bar /> : null;
};
