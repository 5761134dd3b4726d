import { useApp } from './app-context.ts';
import { onDemand } from './parts/on-demand.tsx';

const Bar = onDemand(async () => (await import('./SelectionBar.tsx')).SelectionBar);

/** Fetches the bar near a selection, so that it is there at once. */
export const loadSelectionBar = Bar.load;

/** The bar near what is selected; nothing of it is needed to draw. */
export const Selected = () => (useApp().editor.selection.value.size > 0 ? <Bar /> : null);
