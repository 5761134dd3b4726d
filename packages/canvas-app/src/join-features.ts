import type { Commands, PanelId } from './commands/command.ts';
import { commands as ownCommands } from './commands/table.ts';
import type { Feature, Stop } from './features/feature.ts';
import { loadDrags } from './gestures/drag-loader.ts';
import { loadPaste } from './input/clipboard.ts';
import { loadOverlay } from './render/overlay-loader.ts';
import { loadSaid } from './ui/Announcer.tsx';
import type { App } from './ui/app-context.ts';
import { loadMenu } from './ui/BoardBar.tsx';
import type { Islands } from './ui/islands.ts';
import { loadRefusal } from './ui/Notices.tsx';
import { onDemand } from './ui/parts/on-demand.tsx';
import type { OnDemand } from './ui/parts/on-demand-type.ts';
import { loadSelectionBar } from './ui/Selected.tsx';
import { loadShapes } from './ui/ShapesButton.tsx';
import { loadStyleSettings } from './ui/StylePanel.tsx';
import { loadMoreTools } from './ui/Toolbar.tsx';
import { fetchedOnce } from './waiting.ts';

/** How long after the opening of a board the rest of the app is fetched (ms). */
const calmMs = 3_000;

/** ms until what could not be fetched is asked for again; twice as long after each try. */
const againMs = 10_000;

/** What the features of a list add, put together. */
export function joinFeatures(features: readonly Feature[]) {
  const commands: Commands = Object.assign({}, ownCommands, ...features.map((feature) => feature.commands));
  const panels = new Map<PanelId, OnDemand>();
  for (const feature of features)
    for (const [id, load] of Object.entries(feature.panels ?? {}))
      panels.set(
        id as PanelId,
        onDemand(async () => (await load()).Panel),
      );
  const at = (place: keyof Islands) => features.flatMap(({ islands }) => islands?.[place] ?? []);
  const islands: Islands = { 'top-right': at('top-right'), 'bottom-right': at('bottom-right'), over: at('over') };
  return { commands, panels, islands };
}

/** The one who loses the connection later can still open every panel and take the board away. Returns its stop. */
export function fetchTheRest(features: readonly Feature[], app: App): Stop {
  const { panels, session } = app;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const stops: Stop[] = [];
  const stop = () => {
    clearTimeout(timer);
    stopped = true;
    for (const one of stops.splice(0)) one();
  };
  const begun = (one: Stop) => {
    stops.push(one);
    if (stopped) stop();
  };
  const calm = features.flatMap(({ whenCalm }) => (whenCalm ? [fetchedOnce(() => whenCalm(app).then(begun))] : []));
  const fetchAll = (next: number) => {
    const parts = [
      loadDrags(),
      loadMenu(),
      loadShapes(),
      loadMoreTools(),
      loadSaid(),
      loadRefusal(),
      loadSelectionBar(),
      loadOverlay(),
      loadStyleSettings(),
      loadPaste(),
      ...[...panels.values()].map((panel) => panel.load()),
    ];
    const all = [...parts, ...features.map((feature) => feature.preload?.()), ...calm.map((begin) => begin())];
    // Each on its own: what can be had is there for the rest of a time without a network.
    void Promise.allSettled(all).then((ends) => {
      if (!stopped && ends.some(({ status }) => status === 'rejected')) timer = setTimeout(fetchAll, next, next * 2);
    });
  };
  void session.opened.then(() => {
    timer = setTimeout(fetchAll, calmMs, againMs);
  });
  return stop;
}
