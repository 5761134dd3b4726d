import { ExternalLink } from 'lucide';
import { render } from 'preact';
import { wholeAddress } from '../../network/address.ts';
import type { App } from '../../ui/app-context.ts';
import { Icon } from '../../ui/parts/icons.tsx';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { talkWithHost } from './host-messages.ts';

/** Puts the way to the whole board into the corner of the frame, and talks with the page around. Returns what ends both. */
export function begin(app: App): Stop {
  const { gesso } = window;
  const stopTalking = gesso === undefined ? () => undefined : talkWithHost(app, gesso, window);
  const { pathname, hash } = window.location;
  const host = document.createElement('div');
  host.className = 'top-right';
  document.querySelector('.app')?.append(host);
  render(
    <div class="island">
      <a class="text-button quiet" href={wholeAddress(pathname + hash)} target="_blank" rel="noopener">
        <Icon name={ExternalLink} />
        {say('embedded.open')}
      </a>
    </div>,
    host,
  );
  return () => {
    stopTalking();
    render(null, host);
    host.remove();
  };
}
