import { type Signal, useSignal } from '@preact/signals';
import { Check, Copy, QrCode as qrIcon, Share } from 'lucide';
import { useApp } from '../../ui/app-context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { QrCode } from '../../ui/parts/QrCode.tsx';
import { say } from '../../words/later.ts';
import type { LinkRow } from './links.ts';
import { canSend, send } from './send.ts';

/** How long the button says that the link is copied (ms). */
const copiedMs = 1_600;

/** Copies an address and says so on the button itself. */
function CopyButton({ url, main }: { readonly url: () => string; readonly main: boolean }) {
  const { shell } = useApp();
  const copied = useSignal(false);
  const copy = async () => {
    copied.value = await copyText(url());
    if (!copied.value) shell.tell(say('share.copyFailed'), 'error');
    setTimeout(() => {
      copied.value = false;
    }, copiedMs);
  };
  return (
    <TextButton kind={main ? 'filled' : 'plain'} icon={copied.value ? Check : Copy} onPress={() => void copy()}>
      {copied.value ? say('sharePanel.copied') : say('sharePanel.copyLink')}
    </TextButton>
  );
}

/** Asks before a link is turned off, because everybody who came by it leaves. */
function TurnOffQuestion(props: {
  readonly busy: boolean;
  readonly onTurnOff: () => void;
  readonly onKeep: () => void;
}) {
  return (
    <div class="link-ask" role="alert">
      <p>{say('sharePanel.turnOffAsk')}</p>
      <TextButton kind="danger" disabled={props.busy} onPress={props.onTurnOff}>
        {say('sharePanel.turnOff')}
      </TextButton>
      <TextButton onPress={props.onKeep}>{say('sharePanel.keep')}</TextButton>
    </div>
  );
}

interface LinkCardProps {
  readonly title: string;
  readonly hint: string;
  readonly link: LinkRow | undefined;
  readonly busy: boolean;
  /** An address as it is to be passed on. */
  readonly passedOn?: (url: string) => string;
  /** The link most people want: its button is the filled one. */
  readonly main?: boolean;
  /** Makes such a link anew; where that cannot be, there is no button for it. */
  readonly onMake?: (() => void) | undefined;
  readonly onTurnOff: (id: string) => void;
}

/** What can be done with a link that is on. */
function LinkActions(
  props: Pick<LinkCardProps, 'link' | 'busy' | 'onMake'> &
    Record<'qr' | 'asking', Signal<boolean>> & {
      readonly addressOf: (url: string) => string;
    },
) {
  const { link, busy, onMake, qr, asking, addressOf } = props;
  const { editor } = useApp();
  return (
    <div class="link-actions">
      {link?.url === undefined ? (
        onMake === undefined ? null : (
          <TextButton kind="quiet" disabled={busy} onPress={onMake}>
            {say('sharePanel.turnOn')}
          </TextButton>
        )
      ) : (
        <>
          <TextButton
            kind="quiet"
            icon={qrIcon}
            onPress={() => {
              qr.value = !qr.value;
            }}
          >
            {say('sharePanel.showQr')}
          </TextButton>
          {canSend() ? (
            <TextButton
              kind="quiet"
              icon={Share}
              onPress={() => void send(addressOf(link.url ?? ''), editor.board.name)}
            >
              {say('sharePanel.send')}
            </TextButton>
          ) : null}
        </>
      )}
      <TextButton
        kind="quiet"
        onPress={() => {
          asking.value = true;
        }}
      >
        {say('sharePanel.turnOff')}
      </TextButton>
    </div>
  );
}

/** One link of the board, on or off. */
export function LinkCard(props: LinkCardProps) {
  const { title, hint, link, busy, main = false, onMake, onTurnOff, passedOn: addressOf = (given) => given } = props;
  const qr = useSignal(false);
  const asking = useSignal(false);
  const url = link?.url;
  const isElsewhere = link !== undefined && url === undefined;
  const answer = (off: boolean) => {
    asking.value = false;
    if (off && link !== undefined) onTurnOff(link.id);
  };
  return (
    <section class="link-card" aria-label={title}>
      <div class="link-head">
        <div>
          <h3>{title}</h3>
          <p>{isElsewhere && onMake !== undefined ? say('sharePanel.linkElsewhere') : hint}</p>
          {isElsewhere && onMake === undefined ? <p>{say('sharePanel.linkElsewhere')}</p> : null}
        </div>
        {url === undefined ? null : <CopyButton url={() => addressOf(url)} main={main} />}
        {link === undefined && onMake !== undefined ? (
          <TextButton disabled={busy} onPress={onMake}>
            {say('sharePanel.turnOn')}
          </TextButton>
        ) : null}
      </div>
      {link === undefined ? null : asking.value ? (
        <TurnOffQuestion busy={busy} onTurnOff={() => answer(true)} onKeep={() => answer(false)} />
      ) : (
        <LinkActions link={link} busy={busy} onMake={onMake} qr={qr} asking={asking} addressOf={addressOf} />
      )}
      {qr.value && url !== undefined ? <QrCode url={addressOf(url)} label={say('sharePanel.qrLabel')} /> : null}
    </section>
  );
}
