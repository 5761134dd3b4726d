import { useCallback, useEffect, useRef } from 'preact/hooks';
import { Announcer } from './Announcer.tsx';
import { type App, AppProvider, useApp } from './app-context.ts';
import { BoardBar, Menu } from './BoardBar.tsx';
import { Minimap } from './Minimap.tsx';
import { Astray, Hint, Refused, ServerNotice } from './Notices.tsx';
import { Opening } from './Opening.tsx';
import { People } from './People.tsx';
import { CommandButton } from './parts/Button.tsx';
import { onDemand } from './parts/on-demand.tsx';
import { SelectionBar } from './SelectionBar.tsx';
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

/** What is not needed to draw comes when it is asked for, or when nothing else is left to do. */
const panels = {
  share: onDemand(async () => (await import('./SharePanel.tsx')).SharePanel),
  export: onDemand(async () => (await import('./ExportDialog.tsx')).ExportDialog),
  help: onDemand(async () => (await import('./HelpDialog.tsx')).HelpDialog),
  palette: onDemand(async () => (await import('./Palette.tsx')).Palette),
} as const;

const OpenFigures = onDemand(async () => (await import('./Figures.tsx')).OpenFigures);

const OpenPasswordDialog = onDemand(async () => (await import('./PasswordDialog.tsx')).OpenPasswordDialog);

/** Asked for while the server answers, or there would be no question: what does not come is asked for again by a reload. */
const PasswordDialog = () => {
  const { shell } = useApp();
  const onFailed = useCallback(() => shell.tell(strings.notLoaded, 'error'), [shell]);
  return shell.password.value === undefined ? null : <OpenPasswordDialog onFailed={onFailed} />;
};

const Figures = () => {
  const { shell } = useApp();
  const onFailed = useCallback(() => {
    shell.figures.value = false;
    shell.tell(strings.notLoaded, 'error');
  }, [shell]);
  return shell.figures.value ? <OpenFigures onFailed={onFailed} /> : null;
};

/** Loads all panels, so that they open at once and also when the server is gone. Rejects when that cannot be done now. */
export const loadPanels = async (): Promise<void> => {
  await Promise.all([...Object.values(panels), Menu, OpenFigures].map((panel) => panel.load()));
};

const Panels = () => {
  const { shell } = useApp();
  const onFailed = useCallback(() => {
    shell.panel.value = undefined;
    shell.tell(strings.notLoaded, 'error');
  }, [shell]);
  const open = shell.panel.value;
  if (open === undefined || open === 'menu') return null;
  const Panel = panels[open];
  return <Panel key={open} onFailed={onFailed} />;
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
