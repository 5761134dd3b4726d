import { type Signal, useSignal } from '@preact/signals';
import { Code, QrCode as qrIcon, Share } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { QrCode } from '../../ui/parts/QrCode.tsx';
import { say } from '../../words/later.ts';
import { CopyButton } from './CopyButton.tsx';
import { Embed } from './Embed.tsx';
import { LinkForm } from './LinkForm.tsx';
import { type BoardLink, changeOf, type LinkChange } from './links.ts';
import { canSend, send } from './send.ts';

/** Whether an address means the computer it is opened on, any one. */
const isOnlyHere = (url: string): boolean => /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

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

export interface LinkCardProps {
  readonly title: string;
  readonly hint: string;
  readonly link: BoardLink | undefined;
  readonly busy: boolean;
  /** An address as it is to be passed on. */
  readonly passedOn?: (url: string) => string;
  /** The link most people want: its button is the filled one. */
  readonly main?: boolean;
  /** Makes such a link anew; where that cannot be, there is no button for it. */
  readonly onMake?: (() => void) | undefined;
  readonly onTurnOff: (id: string) => void;
  /** Gives the link other terms; returns whether it has them now. */
  readonly onChange: (id: string, change: LinkChange) => Promise<boolean>;
  /** The link that was changed last, by id: the keyboard goes on at its card. */
  readonly changed: string | undefined;
  /** It was made just now: what is done with it next is to copy it. */
  readonly isNew?: boolean;
  /** Whether pages of other sites may show the board. */
  readonly embeds?: boolean;
}

/** What a card shows below the name of its link: what can be done, or what was asked for. */
type Mode = 'actions' | 'turningOff' | 'changing';

/** One of the things that can be done with a link. `takesFocus`: as it appears, where what it had opened has closed. */
function ActionButton(props: { readonly label: string; readonly takesFocus: boolean; readonly onPress: () => void }) {
  const host = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!props.takesFocus) return;
    host.current?.querySelector('button')?.focus({ preventScroll: true });
    host.current?.scrollIntoView({ block: 'nearest' });
    // Only as it appears.
  }, []);
  return (
    <span ref={host}>
      <TextButton kind="quiet" onPress={props.onPress}>
        {props.label}
      </TextButton>
    </span>
  );
}

/** What can be done with a link that is on. */
function LinkActions(
  props: Pick<LinkCardProps, 'link' | 'busy' | 'onMake' | 'embeds'> & {
    readonly shown: Signal<'qr' | 'embed' | undefined>;
    readonly mode: Signal<Mode>;
    /** What was closed last in its place. */
    readonly closed: Mode | undefined;
    readonly addressOf: (url: string) => string;
  },
) {
  const { link, busy, onMake, embeds, shown, mode, addressOf } = props;
  const { editor } = useApp();
  const toggle = (what: 'qr' | 'embed') => {
    shown.value = shown.peek() === what ? undefined : what;
  };
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
          <TextButton kind="quiet" icon={qrIcon} onPress={() => toggle('qr')}>
            {say('sharePanel.showQr')}
          </TextButton>
          {embeds ? (
            <TextButton kind="quiet" icon={Code} onPress={() => toggle('embed')}>
              {say('sharePanel.embed')}
            </TextButton>
          ) : null}
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
      <ActionButton
        label={say('sharePanel.change')}
        takesFocus={props.closed === 'changing'}
        onPress={() => {
          shown.value = undefined;
          mode.value = 'changing';
        }}
      />
      <ActionButton
        label={say('sharePanel.turnOff')}
        takesFocus={props.closed === 'turningOff'}
        onPress={() => {
          mode.value = 'turningOff';
        }}
      />
    </div>
  );
}

/** What stands below the name of a link that is on. */
function LinkBelow(props: LinkCardProps & { readonly link: BoardLink; readonly addressOf: (url: string) => string }) {
  const { link, busy, onTurnOff, onChange, addressOf } = props;
  const shown = useSignal<'qr' | 'embed' | undefined>(undefined);
  const mode = useSignal<Mode>('actions');
  // A link with another role is another card, which goes on from the form of the one before.
  const closed = useRef<Mode | undefined>(props.changed === link.id ? 'changing' : undefined);
  const goBack = () => {
    mode.value = 'actions';
  };
  const { url } = link;
  if (mode.value === 'turningOff') {
    closed.current = 'turningOff';
    return (
      <TurnOffQuestion
        busy={busy}
        onTurnOff={() => {
          goBack();
          onTurnOff(link.id);
        }}
        onKeep={goBack}
      />
    );
  }
  if (mode.value === 'changing') {
    closed.current = 'changing';
    return (
      <LinkForm
        busy={busy}
        link={link}
        onDone={async (chosen, withoutPassword) => {
          const change = changeOf(link, chosen, withoutPassword);
          // What could not be done stays in the form.
          if (Object.keys(change).length === 0 || (await onChange(link.id, change))) goBack();
        }}
        onCancel={goBack}
      />
    );
  }
  return (
    <>
      <LinkActions {...props} shown={shown} mode={mode} closed={closed.current} />
      {shown.value === 'qr' && url !== undefined ? (
        <>
          <QrCode url={addressOf(url)} label={say('sharePanel.qrLabel')} />
          {isOnlyHere(url) ? <p class="qr-note">{say('sharePanel.onlyThisComputer')}</p> : null}
        </>
      ) : null}
      {shown.value === 'embed' && url !== undefined ? <Embed url={addressOf(url)} /> : null}
    </>
  );
}

/** One link of the board, on or off. */
export function LinkCard(props: LinkCardProps) {
  const { title, hint, link, busy, main = false, onMake, passedOn: addressOf = (given) => given } = props;
  const url = link?.url;
  const isElsewhere = link !== undefined && url === undefined;
  return (
    <section class="link-card" aria-label={title}>
      <div class="link-head">
        <div>
          <h3>{title}</h3>
          <p>{isElsewhere && onMake !== undefined ? say('sharePanel.linkElsewhere') : hint}</p>
          {isElsewhere && onMake === undefined ? <p>{say('sharePanel.linkElsewhere')}</p> : null}
        </div>
        {url === undefined ? null : (
          <CopyButton text={() => addressOf(url)} label={say('sharePanel.copyLink')} main={main} first={props.isNew} />
        )}
        {link === undefined && onMake !== undefined ? (
          <TextButton disabled={busy} onPress={onMake}>
            {say('sharePanel.turnOn')}
          </TextButton>
        ) : null}
      </div>
      {link === undefined ? null : <LinkBelow {...props} link={link} addressOf={addressOf} />}
    </section>
  );
}
