import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import type { OnDemand } from './parts/on-demand-type.ts';

interface StyleDockProps {
  /** What stands for all settings. */
  readonly pill: ComponentChildren;
  /** What is chosen most, beside it. */
  readonly quick: FunctionComponent;
  /** All settings. */
  readonly sheet: OnDemand;
}

/** The style panel of a small screen: what is chosen most, one press away, and a button that brings a sheet with all of it. */
export const StyleDock = ({ pill, quick: Quick, sheet: Sheet }: StyleDockProps) => {
  const { shell } = useApp();
  const open = shell.panel.value === 'style';
  // What is open without being shown would be in the way of the next Escape, and come back with the dock.
  useEffect(
    () => () => {
      if (shell.panel.peek() === 'style') shell.closePanel();
    },
    [shell],
  );
  return (
    <>
      <section class="island style" aria-label={say('app.style')}>
        <button
          type="button"
          class="style-pill"
          aria-label={say('app.style')}
          aria-expanded={open}
          onClick={() => (open ? shell.closePanel() : shell.openPanel('style'))}
        >
          {pill}
        </button>
        <Quick />
      </section>
      {open ? <Sheet onFailed={shell.closePanel} /> : null}
    </>
  );
};
