import { Failure, type FailureCode, type NewElement } from '@gesso/crdt-schema';

/** Why a file is not opened. */
export type Refused =
  | 'unknown'
  | 'damaged'
  | 'newer'
  | 'tooLarge'
  | 'tooMany'
  | 'tooSlow'
  | 'empty'
  | 'cannotUnpack'
  | 'locked'
  | 'cannotPaint';

const codes: Readonly<Record<Refused, FailureCode>> = {
  unknown: 'MALFORMED',
  damaged: 'MALFORMED',
  newer: 'NEWER_BOARD',
  tooLarge: 'TOO_LARGE',
  tooMany: 'TOO_LARGE',
  tooSlow: 'TOO_LARGE',
  empty: 'MALFORMED',
  cannotUnpack: 'MALFORMED',
  locked: 'MALFORMED',
  cannotPaint: 'MALFORMED',
};

/** A refusal of a file; its detail is `file.` and the reason, by which the person is told what to do. */
export const refusal = (reason: Refused): Failure => new Failure(codes[reason], `file.${reason}`);

/** Why a file was refused; undefined for a failure of another kind. */
export const reasonOf = ({ detail }: Failure): Refused | undefined =>
  detail?.startsWith('file.') ? (detail.slice('file.'.length) as Refused) : undefined;

/** A failure as a refusal: what no reader foresaw is a file that makes no sense. */
export const asRefusal = (error: unknown): Failure => (error instanceof Failure ? error : refusal('damaged'));

/** What of a file cannot be on a board. */
export const lossNames = ['embed', 'picture', 'unreadable', 'unknown', 'full', 'cells', 'page', 'badPage'] as const;
export type Loss = (typeof lossNames)[number];

/** What was carried, but not as it was. */
export const changeNames = [
  'tie',
  'frame',
  'link',
  'text',
  'groups',
  'ink',
  'fill',
  'label',
  'style',
  'ground',
  'pages',
  'embed',
  'typeface',
] as const;
export type Changed = (typeof changeNames)[number];

/** Counts by name. */
export type Counts<N extends string> = Readonly<Partial<Record<N, number>>>;

/** What became of a file: elements by their kinds, what could not be carried, and what is not as it was. */
export interface Report {
  readonly carried: Counts<NewElement['kind']>;
  readonly lost: Counts<Loss>;
  readonly changed: Counts<Changed>;
}

/** Counts while a file is read. */
export interface Tally {
  lose(what: Loss, n?: number): void;
  change(what: Changed, n?: number): void;
  report(elements: readonly NewElement[]): Report;
}

const counter = <N extends string>() => {
  const counts = new Map<N, number>();
  return {
    add: (name: N, n = 1) => void (n > 0 && counts.set(name, (counts.get(name) ?? 0) + n)),
    counts: () => Object.fromEntries(counts) as Counts<N>,
  };
};

export const newTally = (): Tally => {
  const lost = counter<Loss>();
  const changed = counter<Changed>();
  return {
    lose: lost.add,
    change: changed.add,
    report(elements) {
      const carried = counter<NewElement['kind']>();
      for (const { kind } of elements) carried.add(kind);
      return { carried: carried.counts(), lost: lost.counts(), changed: changed.counts() };
    },
  };
};

/** Along which of its sides a picture is mirrored. */
export interface Mirror {
  readonly x: boolean;
  readonly y: boolean;
}

/** A picture that a file holds. */
export interface HeldPicture {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer> | Blob;
  /** How it is to be mirrored before it is sent: a board's pictures are not. */
  readonly mirror?: Mirror;
}

/** One of the pieces of a library: so many of its elements, in their order. */
export interface PieceOf {
  /** '' where the file has none. */
  readonly name: string;
  readonly elements: number;
}

/** What an importer gives. */
export interface Brought {
  /** In painting order, under ids of the file or new ones; ties and frames name only what is among them. */
  readonly elements: readonly NewElement[];
  readonly report: Report;
  /** Files of pictures by the names that image elements have for them. */
  readonly pictures?: ReadonlyMap<string, HeldPicture>;
  /** The board whose elements these are, where the file says so. */
  readonly board?: string | undefined;
  /** Comments as they are in the file; read when they are written. */
  readonly comments?: unknown;
  /** Of a library: what its elements make, piece by piece. */
  readonly pieces?: readonly PieceOf[];
}

/** Waits until the reader may go on. Rejects when nobody wants the file any more, or it took too long. */
export type Pause = () => Promise<void>;

/** Reads a whole file. Rejects with `refusal`. */
export type Read = (bytes: Uint8Array<ArrayBuffer>, pause: Pause) => Promise<Brought>;

/** How files of a format are known. */
export interface KnownFormat {
  readonly extensions: readonly string[];
  /** Whether a file is of this format by its first bytes, and by the same as text. */
  recognises(head: Uint8Array, text: string): boolean;
}

/** A format that is read. */
export interface Format extends KnownFormat {
  load(): Promise<Read>;
}
