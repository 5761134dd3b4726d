/**
 * Every way Gesso refuses something, once: the code both sides speak, the WebSocket close code, the HTTP status, whether
 * trying again can help, and the two sentences a person reads. `44xx` stops the client, `45xx` and the 101x codes retry.
 */

export interface FailureKind {
  /** WebSocket close code. 4400–4499 are final for the client, everything else is retried with backoff. */
  readonly close: number;
  /** HTTP status of the same refusal. */
  readonly http: number;
  /** Whether the same request may succeed later without the person changing anything. */
  readonly retry: boolean;
  /** What happened, for a person. */
  readonly message: string;
  /** What to do next, for a person. */
  readonly hint: string;
}

export const failures = {
  MALFORMED: {
    close: 4400,
    http: 400,
    retry: false,
    message: 'The server could not understand what was sent.',
    hint: 'Reload the page. If it happens again, the app and the server may be of different versions.',
  },
  UNAUTHENTICATED: {
    close: 4401,
    http: 401,
    retry: false,
    message: 'You are not signed in here, or your session has ended.',
    hint: 'Open the link you were given again.',
  },
  PASSWORD_REQUIRED: {
    close: 4401,
    http: 401,
    retry: false,
    message: 'This link needs its password.',
    hint: 'Ask the person who gave you the link for its password.',
  },
  FORBIDDEN: {
    close: 4403,
    http: 403,
    retry: false,
    message: 'Your link does not allow this.',
    hint: 'Ask the owner of the board for a link that lets you do it.',
  },
  REVOKED: {
    close: 4403,
    http: 403,
    retry: false,
    message: 'This link was turned off by the owner.',
    hint: 'Ask for a new link. What you drew before is kept on this device.',
  },
  LINK_USED_UP: {
    close: 4403,
    http: 403,
    retry: false,
    message: 'This link has let in as many people as it may.',
    hint: 'Ask the owner of the board for another link.',
  },
  SENT_AWAY: {
    close: 4403,
    http: 403,
    retry: false,
    message: 'The owner has taken you off this board.',
    hint: 'Ask the owner if you think it was a mistake. What you drew before is kept on this device.',
  },
  ROLE_CHANGED: {
    close: 4502,
    http: 403,
    retry: true,
    message: 'What you may do on this board has changed.',
    hint: 'The app reconnects by itself.',
  },
  NOT_YOUR_ID: {
    close: 4403,
    http: 403,
    retry: false,
    message: 'These changes carry the mark of another person.',
    hint: 'Reload the page to go on. What you drew is kept on this device.',
  },
  NOT_YOUR_COMMENT: {
    close: 4403,
    http: 403,
    retry: false,
    message: 'These changes are to the comment of another person.',
    hint: 'Reload the page to go on. What you drew is kept on this device.',
  },
  NO_SUCH_BOARD: {
    close: 4404,
    http: 404,
    retry: false,
    message: 'There is no such board, or your link does not open it.',
    hint: 'Check that the whole link was copied, including the part after the #. The owner may also have turned it off.',
  },
  BOARD_IN_TRASH: {
    close: 4404,
    http: 404,
    retry: false,
    message: 'The owner has put this board in the trash.',
    hint: 'It can be restored for 30 days. What you drew before is kept on this device.',
  },
  NOT_FOUND: {
    close: 4404,
    http: 404,
    retry: false,
    message: 'There is nothing at this address.',
    hint: 'Check the address.',
  },
  VERSION_DAMAGED: {
    close: 4404,
    http: 410,
    retry: false,
    message: 'This version can no longer be read.',
    hint: 'Look at one before or after it: the others and the board itself are whole.',
  },
  METHOD_NOT_ALLOWED: {
    close: 4400,
    http: 405,
    retry: false,
    message: 'This address does not take that kind of request.',
    hint: 'See the API description at /api/docs.',
  },
  STALE_EPOCH: {
    close: 4409,
    http: 409,
    retry: false,
    message: 'This board was rewritten since you last opened it.',
    hint: 'Reload the page to get the current board.',
  },
  NEWER_BOARD: {
    close: 4409,
    http: 409,
    retry: false,
    message: 'This board was made with a newer version of Gesso than this page has.',
    hint: 'Reload the page to draw on it. What you drew before is kept on this device.',
  },
  NEWER_CLIENT: {
    close: 4409,
    http: 409,
    retry: false,
    message: 'This page is newer than the server: it says things the server cannot keep yet.',
    hint: 'What you drew is kept on this device. Reload the page in a while to send it.',
  },
  TOO_LARGE: {
    close: 4413,
    http: 413,
    retry: false,
    message: 'That is larger than a board accepts at once.',
    hint: 'Do it in smaller parts.',
  },
  BOARD_FULL: {
    close: 4413,
    http: 413,
    retry: false,
    message: 'This board is full.',
    hint: 'Delete something, or go on in a new board.',
  },
  NOT_A_PICTURE: {
    close: 4400,
    http: 415,
    retry: false,
    message: 'This is not a picture that Gesso can read.',
    hint: 'Try it as PNG or JPEG.',
  },
  PICTURE_TOO_LARGE: {
    close: 4413,
    http: 413,
    retry: false,
    message: 'This picture is larger than 25 MB or 40 million pixels.',
    hint: 'Try it smaller.',
  },
  NO_PICTURES: {
    close: 4400,
    http: 501,
    retry: false,
    message: 'This server cannot take pictures.',
    hint: 'Tell the person who runs this server.',
  },
  BUDGET_SPENT: {
    close: 4529,
    http: 429,
    retry: true,
    message: 'You have had very much stored in a short time.',
    hint: 'Wait some minutes, then go on. What you drew is kept on this device.',
  },
  DISK_FULL: {
    close: 4507,
    http: 507,
    retry: true,
    message: 'The server has no room left for this.',
    hint: 'Tell the person who runs this server. What is drawn on open boards is still saved.',
  },
  SESSION_RENEWED: {
    close: 4501,
    http: 401,
    retry: true,
    message: 'Your session goes on under a new secret.',
    hint: 'The app reconnects by itself.',
  },
  RATE_LIMITED: {
    close: 4529,
    http: 429,
    retry: true,
    message: 'Too much was sent in too short a time.',
    hint: 'Wait a moment; the app goes on by itself.',
  },
  TOO_SLOW: {
    close: 4508,
    http: 503,
    retry: true,
    message: 'Your connection could not keep up with the board.',
    hint: 'The app reconnects and catches up by itself.',
  },
  STORE_UNAVAILABLE: {
    close: 4503,
    http: 503,
    retry: true,
    message: 'The server cannot store changes at the moment.',
    hint: 'Keep this page open: your changes are kept here and saved when the server recovers.',
  },
  DRAINING: {
    close: 1012,
    http: 503,
    retry: true,
    message: 'The server is restarting.',
    hint: 'Keep this page open; it reconnects by itself.',
  },
  OVERLOADED: {
    close: 1013,
    http: 503,
    retry: true,
    message: 'The server is too busy at the moment.',
    hint: 'Keep this page open; it reconnects by itself.',
  },
  UNREACHABLE: {
    close: 4599,
    http: 503,
    retry: true,
    message: 'The server cannot be reached.',
    hint: 'Check your connection. What you draw is kept on this device until the server is back.',
  },
  INTERNAL: {
    close: 4500,
    http: 500,
    retry: true,
    message: 'Something went wrong on the server.',
    hint: 'Try again. If it stays, tell the person who runs this server.',
  },
} as const satisfies Record<string, FailureKind>;

export type FailureCode = keyof typeof failures;

/** What an update was too large in, where the server takes it in another way than whole: in slices, or without some letters. */
export const exceeded = { work: 'work', text: 'text' } as const;

/**
 * A refusal that both sides understand. `detail` is for the log and for developers, never shown as the message: what was `exceeded`, the
 * property that was not acceptable, or what else is known.
 */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly detail: string | undefined;

  constructor(code: FailureCode, detail?: string) {
    super(failures[code].message);
    this.name = 'Failure';
    this.code = code;
    this.detail = detail;
  }

  get kind(): FailureKind {
    return failures[this.code];
  }
}

/** The JSON body of an HTTP error, as both sides know it. */
export interface FailureBody {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint: string;
}

export const failureBody = (code: FailureCode): FailureBody => ({
  code,
  message: failures[code].message,
  hint: failures[code].hint,
});

/**
 * The failure behind a WebSocket close. The server sends the failure code as the close reason; without one the close
 * code decides. Returns undefined for an ordinary close (network loss, page unload).
 */
export const failureOfClose = (close: number, reason: string): FailureCode | undefined => {
  if (Object.hasOwn(failures, reason)) return reason as FailureCode;
  for (const code of Object.keys(failures) as FailureCode[]) {
    if (failures[code].close === close) return code;
  }
  return undefined;
};
