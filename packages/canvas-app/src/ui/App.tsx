import type { RefCallback } from 'preact';
import { say } from '../words/say.ts';
import { Announcer } from './Announcer.tsx';
import { type App, AppProvider, useApp } from './app-context.ts';
import { BoardBar } from './BoardBar.tsx';
import type { IslandPlace } from './islands.ts';
import { Astray, RefusalNotice, ServerNotice } from './Notices.tsx';
import { Opening } from './Opening.tsx';
import { noFling } from './parts/no-fling.ts';
import { Selected } from './Selected.tsx';
import { Shapes } from './ShapesButton.tsx';
import { StylePanel } from './StylePanel.tsx';
import { Toasts } from './Toasts.tsx';
import { Toolbar } from './Toolbar.tsx';
import { TextEditor } from './text-editor/TextEditor.tsx';
import { Welcome } from './Welcome.tsx';
import { ZoomBar } from './ZoomBar.tsx';

interface SurfaceProps {
  /** Called with the canvas host once it is in the page; what it returns is called when it leaves. */
  readonly onMount: (surface: HTMLDivElement) => () => void;
}

// As a reference, not as an effect: strokes are listened to before the first frame is shown.
const Surface = ({ onMount }: SurfaceProps) => (
  <div
    ref={onMount as RefCallback<HTMLDivElement>}
    class="surface"
    {...noFling}
    role="application"
    aria-label={say('app.canvas')}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the board is operated by keyboard once it has the focus
    tabIndex={0}
  />
);

/** What features show in one place. */
const IslandsAt = ({ place }: { readonly place: IslandPlace }) => (
  <>
    {useApp().islands[place].map((Island, i) => (
      <Island key={i} />
    ))}
  </>
);

/** The panel that is open. The menu hangs from the bar that opens it. */
const OpenPanel = () => {
  const { panels, shell } = useApp();
  const id = shell.panel.value;
  const Panel = id === undefined ? undefined : panels.get(id);
  return Panel === undefined ? null : <Panel key={id} onFailed={shell.closePanel} takesKeys />;
};

/** The whole interface: islands over a canvas that fills the window. */
export const Interface = ({ app, onMount }: { readonly app: App } & SurfaceProps) => (
  <AppProvider value={app}>
    <main class="app" data-theme={app.editor.theme.value}>
      <Surface onMount={onMount} />
      <Welcome />
      <TextEditor />
      <Selected />
      <StylePanel />
      <BoardBar />
      <div class="top-right">
        <div class="island people">
          <IslandsAt place="top-right" />
        </div>
      </div>
      <ZoomBar />
      <Toolbar />
      <Shapes />
      <div class="bottom-right">
        <IslandsAt place="bottom-right" />
      </div>
      <Astray />
      <Opening />
      <IslandsAt place="over" />
      <ServerNotice />
      <RefusalNotice />
      <OpenPanel />
      <Toasts />
      <Announcer />
    </main>
  </AppProvider>
);
