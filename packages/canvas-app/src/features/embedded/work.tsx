import { ExternalLink } from 'lucide';
import { render } from 'preact';
import { wholeAddress } from '../../network/address.ts';
import { Icon } from '../../ui/parts/icons.tsx';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';

/** Puts the way to the whole board into the corner of the frame. Returns what takes it away. */
export function begin(): Stop {
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
    render(null, host);
    host.remove();
  };
}
