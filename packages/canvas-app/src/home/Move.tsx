import { Failure } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { Smartphone } from 'lucide';
import { useEffect } from 'preact/hooks';
import { type Api, object } from '../network/api.ts';
import { copyText } from '../ui/copy-text.ts';
import { Icon } from '../ui/parts/icons.tsx';
import { QrCode } from '../ui/parts/QrCode.tsx';
import type { Boards } from './boards.ts';
import { Question } from './Question.tsx';
import { useTeller } from './Told.tsx';
import { say } from './words.ts';
import './move.css';

const Done = ({ label, onClose }: { readonly label: string; readonly onClose: () => void }) => (
  <button type="button" class="text-button" onClick={onClose}>
    {label}
  </button>
);

/** Shows the link by which this list is on another device as well. */
function MoveButton({ api }: { readonly api: Api }) {
  const { attempt, tell } = useTeller();
  const url = useSignal<string | undefined>(undefined);
  const begin = () =>
    attempt(async () => {
      url.value = String(object(await api.call('POST', '/api/session/move'))['url']);
    });
  const close = () => {
    url.value = undefined;
  };
  const copy = async (link: string) => {
    if (await copyText(link)) tell(say('move.copied'));
  };
  return (
    <>
      <button type="button" class="text-button quiet home-move" onClick={() => void begin()}>
        <Icon name={Smartphone} size={18} />
        <span>{say('move.begin')}</span>
      </button>
      {url.value === undefined ? null : (
        <Question title={say('move.begin')} onClose={close}>
          <p>{say('move.how')}</p>
          <QrCode url={url.value} label={say('move.qr')} />
          <footer>
            <Done label={say('move.done')} onClose={close} />
            <button type="button" class="text-button filled" onClick={() => void copy(url.value ?? '')}>
              {say('copyLink')}
            </button>
          </footer>
        </Question>
      )}
    </>
  );
}

/** The key by which this page was opened to bring a list here. It is taken out of the address at once. */
export function takeMoveKey(): string | undefined {
  const key = new URLSearchParams(window.location.hash.slice(1)).get('move') ?? undefined;
  if (key !== undefined) window.history.replaceState(null, '', window.location.pathname);
  return key;
}

interface ArrivingProps {
  readonly api: Api;
  readonly boards: Boards;
  readonly moveKey: string;
}

/** Asks before this browser becomes another person's: whose link it is, only its reader knows. */
function Arriving({ api, boards, moveKey }: ArrivingProps) {
  const { attempt, tell } = useTeller();
  const isOpen = useSignal(true);
  const take = async () => {
    isOpen.value = false;
    const came = await attempt(
      () => api.call('POST', '/api/session/take', { key: moveKey }),
      (error) => (error instanceof Failure && error.code === 'NOT_FOUND' ? say('move.used') : undefined),
    );
    if (came) tell(say('move.came'));
    await boards.ask();
  };
  const close = () => {
    isOpen.value = false;
  };
  if (!isOpen.value) return null;
  return (
    <Question title={say('move.ask')} onClose={close}>
      <p>{say('move.askHow')}</p>
      <footer>
        <Done label={say('move.no')} onClose={close} />
        <button type="button" class="text-button filled" onClick={() => void take()}>
          {say('move.yes')}
        </button>
      </footer>
    </Question>
  );
}

/** Who has signed in since they were a guest here has the guest's boards as well. Returns whether this person has. */
function useSignedIn(api: Api, boards: Boards): boolean {
  const signedIn = useSignal(false);
  useEffect(() => {
    const join = async () => {
      signedIn.value = object(await api.call('GET', '/api/session'))['signedIn'] === true;
      if (!signedIn.value) return;
      await api.call('POST', '/api/session/take', {});
      await boards.ask();
    };
    // Nothing was there to be joined, or nobody can be asked now: it is tried again with the next visit.
    join().catch(() => undefined);
  }, [api, boards, signedIn]);
  return signedIn.value;
}

/** What leads this list to another device, and what is asked where it arrives. */
export function Move({
  api,
  boards,
  moveKey,
}: Omit<ArrivingProps, 'moveKey'> & { readonly moveKey?: string | undefined }) {
  // Those who sign in have their list on every device.
  const signedIn = useSignedIn(api, boards);
  return (
    <>
      {signedIn ? null : <MoveButton api={api} />}
      {moveKey === undefined ? null : <Arriving api={api} boards={boards} moveKey={moveKey} />}
    </>
  );
}
