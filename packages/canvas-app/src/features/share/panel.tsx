import { useSignal } from '@preact/signals';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { segmented } from '../../ui/parts/segmented.ts';
import { say } from '../../words/later.ts';
import { Asking } from './Asking.tsx';
import { Links } from './Links.tsx';
import { OwnLink } from './OwnLink.tsx';
import { People } from './People.tsx';
import './share.css';

const tabs = ['links', 'people'] as const;

/** How others get in, and who they are: both for the owner, who alone decides. */
function OwnerTabs() {
  const tab = useSignal<(typeof tabs)[number]>('links');
  return (
    <>
      <fieldset class={`${segmented} share-tabs`} aria-label={say('sharePanel.title')}>
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={tab.value === one}
            onClick={() => {
              tab.value = one;
            }}
          >
            {say(`sharePanel.${one}`)}
            {one === 'people' ? <Asking /> : null}
          </button>
        ))}
      </fieldset>
      {tab.value === 'links' ? <Links /> : <People />}
    </>
  );
}

/** Who gets in, and what they may do. */
export function Panel() {
  const { editor, shell } = useApp();
  return (
    <Dialog title={say('sharePanel.title')} name="share" modal={false} onClose={shell.closePanel}>
      {editor.role.value === 'owner' ? <OwnerTabs /> : <OwnLink />}
    </Dialog>
  );
}
