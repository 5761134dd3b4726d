import { useEffect, useRef } from 'preact/hooks';
import { Announcer } from './Announcer.tsx';
import { type App, AppProvider, useApp } from './app-context.ts';
import { BoardBar } from './BoardBar.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { Figures } from './Figures.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { Minimap } from './Minimap.tsx';
import { Astray, Hint, Refused, ServerNotice } from './Notices.tsx';
import { Opening } from './Opening.tsx';
import { Palette } from './Palette.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { People } from './People.tsx';
import { CommandButton } from './parts/Button.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { SharePanel } from './SharePanel.tsx';
import { StylePanel } from './StylePanel.tsx';
import { strings } from './strings.ts';
import { TextEditor } from './TextEditor.tsx';
import { Toasts } from './Toasts.tsx';
import { Toolbar } from './Toolbar.tsx';
import { ZoomBar } from './ZoomBar.tsx';

interface SurfaceProps {
  /** Called with the canvas host once it is in the page; what it returns is called when it leaves. */
  readonly onMount: (surface: HTMLDivElement) => () => void;
}

const Surface = ({ onMount }: SurfaceProps) => {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => (ref.current === null ? undefined : onMount(ref.current)), [onMount]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the board is operated by keyboard once it has the focus
    <div ref={ref} class="surface" role="application" aria-label={strings.canvas} tabIndex={0} />
  );
};

const Panels = () => {
  const { shell } = useApp();
  switch (shell.panel.value) {
    case 'share':
      return <SharePanel />;
    case 'export':
      return <ExportDialog />;
    case 'help':
      return <HelpDialog />;
    case 'palette':
      return <Palette />;
    default:
      return null;
  }
};

/** The whole interface: islands over a canvas that fills the window. */
export const Interface = ({ app, onMount }: { readonly app: App } & SurfaceProps) => (
  <AppProvider value={app}>
    <main class="app" data-theme={app.editor.theme.value}>
      <Surface onMount={onMount} />
      <Hint />
      <TextEditor />
      <SelectionBar />
      <StylePanel />
      <BoardBar />
      <People />
      <ZoomBar />
      <Toolbar />
      <div class="bottom-right">
        <Minimap />
        <div class="island help-corner">
          <CommandButton id="board.help" icon="help" />
        </div>
      </div>
      <Astray />
      <Opening />
      <Figures />
      <ServerNotice />
      <Refused />
      <Panels />
      <PasswordDialog />
      <Toasts />
      <Announcer />
    </main>
  </AppProvider>
);
