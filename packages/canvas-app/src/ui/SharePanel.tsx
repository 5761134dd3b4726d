import { useComputed, useSignal } from '@preact/signals';
import { QrCode } from 'lucide';
import { useEffect } from 'preact/hooks';
import { encode } from 'uqr';
import { type LinkRow, openSharing, type Sharing } from '../network/sharing.ts';
import { useApp } from './app-context.ts';
import { panelStrings } from './panel-strings.ts';
import { TextButton } from './parts/Button.tsx';
import { Dialog } from './parts/Dialog.tsx';
import { sentenceOf } from './sentence.ts';
import { strings } from './strings.ts';

/** Made here, because only this panel needs it; it remembers nothing itself. */
const useSharing = (): Sharing => openSharing(useApp().sharing);

const Qr = ({ url }: { readonly url: string }) => {
  const { data, size } = encode(url, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : []))).join('');
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={panelStrings.qrLabel}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#111" />
    </svg>
  );
};

interface LinkProps {
  readonly title: string;
  readonly hint: string;
  readonly link: LinkRow | undefined;
  readonly busy: boolean;
  /** The link most people want: its button is the filled one. */
  readonly main?: boolean;
  readonly onMake: () => void;
  readonly onTurnOff: (id: string) => void;
}

const LinkCard = ({ title, hint, link, busy, main = false, onMake, onTurnOff }: LinkProps) => {
  const { copyText, shell } = useApp();
  const qr = useSignal(false);
  const asking = useSignal(false);
  const copied = useSignal(false);
  const copy = async (url: string) => {
    copied.value = await copyText(url);
    if (!copied.value) shell.tell(strings.copyFailed, 'error');
    setTimeout(() => {
      copied.value = false;
    }, 1_600);
  };
  const url = link?.url;
  return (
    <section class="link-card" aria-label={title}>
      <div class="link-head">
        <div>
          <h3>{title}</h3>
          <p>{link !== undefined && url === undefined ? panelStrings.linkElsewhere : hint}</p>
        </div>
        {url === undefined ? null : (
          <TextButton
            kind={main ? 'filled' : 'plain'}
            icon={copied.value ? 'check' : 'copy'}
            onPress={() => void copy(url)}
          >
            {copied.value ? panelStrings.copied : panelStrings.copyLink}
          </TextButton>
        )}
        {link === undefined ? (
          <TextButton disabled={busy} onPress={onMake}>
            {panelStrings.turnOn}
          </TextButton>
        ) : null}
      </div>
      {link === undefined ? null : asking.value ? (
        <div class="link-ask" role="alert">
          <p>{panelStrings.turnOffAsk}</p>
          <TextButton
            kind="danger"
            disabled={busy}
            onPress={() => {
              asking.value = false;
              onTurnOff(link.id);
            }}
          >
            {panelStrings.turnOff}
          </TextButton>
          <TextButton
            onPress={() => {
              asking.value = false;
            }}
          >
            {panelStrings.keep}
          </TextButton>
        </div>
      ) : (
        <div class="link-actions">
          {url === undefined ? (
            <TextButton kind="quiet" disabled={busy} onPress={onMake}>
              {panelStrings.turnOn}
            </TextButton>
          ) : (
            <TextButton
              kind="quiet"
              icon={QrCode}
              onPress={() => {
                qr.value = !qr.value;
              }}
            >
              {panelStrings.showQr}
            </TextButton>
          )}
          <TextButton
            kind="quiet"
            onPress={() => {
              asking.value = true;
            }}
          >
            {panelStrings.turnOff}
          </TextButton>
        </div>
      )}
      {qr.value && url !== undefined ? <Qr url={url} /> : null}
    </section>
  );
};

/** What a person who is not the owner can pass on: the address they came by. */
const OwnLink = () => {
  const { copyText, shell } = useApp();
  const sharing = useSharing();
  return (
    <section class="link-card">
      <p>{panelStrings.linksNotYours}</p>
      <TextButton
        kind="filled"
        icon="copy"
        onPress={() =>
          void copyText(sharing.address.peek()).then((done) =>
            done ? shell.tell(strings.linkCopied) : shell.tell(strings.copyFailed, 'error'),
          )
        }
      >
        {panelStrings.copyLink}
      </TextButton>
    </section>
  );
};

const OwnerLinks = () => {
  const { shell } = useApp();
  const sharing = useSharing();
  const links = useSignal<{ edit: LinkRow | undefined; view: LinkRow | undefined } | undefined>(undefined);
  const busy = useSignal(false);
  const attempt = async (work: () => Promise<unknown>) => {
    busy.value = true;
    try {
      await work();
      links.value = await sharing.links();
    } catch (error) {
      shell.tell(sentenceOf(error), 'error');
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => {
    void attempt(async () => undefined);
    // The links are asked for once, when the panel opens.
  }, []);
  const shown = useComputed(() => links.value ?? { edit: undefined, view: undefined });
  if (links.value === undefined) return <div class="link-card skeleton" aria-busy="true" />;
  const turnOff = (id: string) =>
    void attempt(async () => {
      await sharing.turnOff(id);
      shell.tell(panelStrings.turnedOff);
    });
  return (
    <>
      <LinkCard
        main
        title={panelStrings.editLink}
        hint={panelStrings.editLinkHint}
        link={shown.value.edit}
        busy={busy.value}
        onMake={() => void attempt(() => sharing.make('editor'))}
        onTurnOff={turnOff}
      />
      <LinkCard
        title={panelStrings.viewLink}
        hint={panelStrings.viewLinkHint}
        link={shown.value.view}
        busy={busy.value}
        onMake={() => void attempt(() => sharing.make('viewer'))}
        onTurnOff={turnOff}
      />
    </>
  );
};

export const SharePanel = () => {
  const { editor, shell, you } = useApp();
  const sharing = useSharing();
  return (
    <Dialog
      title={panelStrings.shareTitle}
      name="share"
      modal={false}
      onClose={() => {
        shell.panel.value = undefined;
      }}
    >
      {editor.role.value === 'owner' ? <OwnerLinks /> : <OwnLink />}
      <label class="field">
        <span class="field-name">{panelStrings.yourName}</span>
        <input
          dir="auto"
          maxLength={60}
          value={you.value?.name ?? ''}
          onChange={(event) => {
            const name = event.currentTarget.value.trim();
            if (name !== '')
              void sharing.rename(name).catch((error: unknown) => shell.tell(sentenceOf(error), 'error'));
          }}
        />
      </label>
    </Dialog>
  );
};
