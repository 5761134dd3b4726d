/** Every magnitude of the benches. Change one and the figures are no longer comparable with earlier ones. */

/** Start of all chance: ink, ids, order keys. */
export const seed = 20_260_801;

export const document = {
  strokes: 100_000,
} as const;

/** One kind of traffic on one board. Rates are per second and writer. */
export interface Traffic {
  readonly name: string;
  readonly clients: number;
  readonly writers: number;
  /** Finished strokes, each a document update. */
  readonly updates: number;
  readonly cursors: number;
  /** Ink in progress. */
  readonly live: number;
  /** Their cursors come with all else that presence may tell: a line that grows letter by letter, a view, whom they follow, a selection. */
  readonly talk?: boolean;
  /** How many of the writers point with a laser, as often as `cursors`, and reactions of each writer. */
  readonly lasers?: number;
  readonly reactions?: number;
  /** How many receivers read what they get; all of them unless told. */
  readonly readers?: number;
  /** How long it goes on before it is measured; as long as all others unless told. */
  readonly warmUpSeconds?: number;
}

export const relay = {
  /** Every client connects to the same board; all of them receive. */
  traffic: {
    /** The four sizes of fan-out that published comparisons of relays use. */
    few: { name: '10×5', clients: 10, writers: 5, updates: 60, cursors: 30, live: 0 },
    team: { name: '50×5', clients: 50, writers: 5, updates: 60, cursors: 30, live: 0 },
    class: { name: '200×2', clients: 200, writers: 2, updates: 60, cursors: 30, live: 0 },
    lecture: { name: '500×1', clients: 500, writers: 1, updates: 60, cursors: 30, live: 0 },
    drawing: { name: '50×5, 10 updates/s and live ink', clients: 50, writers: 5, updates: 10, cursors: 30, live: 30 },
    everyone: { name: '50 writers × 10/s', clients: 50, writers: 50, updates: 10, cursors: 0, live: 0 },
    /** Frames are read at every tenth receiver only, or this process would be what is measured. */
    audience: { name: '1000×1', clients: 1_000, writers: 1, updates: 60, cursors: 30, live: 0, readers: 100 },
    /** Everybody moves. Frames are only read at some of the receivers, or this process would be what is measured. */
    storm: { name: '200 cursors × 30/s', clients: 200, writers: 200, updates: 0, cursors: 30, live: 0, readers: 10 },
    /** The same people point, talk, follow each other and react. */
    gathering: {
      ...{
        name: '200 who point and talk × 30/s',
        clients: 200,
        writers: 200,
        updates: 0,
        cursors: 30,
        live: 0,
        readers: 10,
      },
      ...{ talk: true, lasers: 10, reactions: 0.2 },
    },
  },
  warmUpSeconds: 6,
  measuredSeconds: 5,
  /** What has not arrived this long after the last was sent is lost. */
  patienceSeconds: 5,
  /** A board of 5.5 MB, opened by the first person after a start and then by a second one. */
  cold: { strokes: 20_000, points: 80 },
  /** Newcomers who come at once to the board of the cold load; people who do nothing, twice over. */
  crowd: { joins: 500, idle: 400 },
  /** One of the clients stops reading while the others send so much. */
  slow: { clients: 20, writers: 10, perSecond: 60, points: 800, seconds: 12 },
  /** Points of one `live` message: a 120 Hz pen, sent 30 times a second. */
  livePoints: 4,
} as const;

export const canvas = {
  /**
   * Seeded boards, by their number of elements. `nodes`: whether the baseline shows them within the bench's time. Goals of
   * Goals: ms to a complete paint, ms until sharp after a zoom, MiB of the renderer.
   */
  boards: [
    { name: '1k', elements: 1_000, nodes: true, goals: { load: 600, sharp: 60, memory: 400 } },
    { name: '10k', elements: 10_000, nodes: true, goals: { load: 600, sharp: 60, memory: 400 } },
    { name: '50k', elements: 50_000, nodes: false, goals: { load: 2_500, sharp: 250, memory: 700 } },
  ],
  /** The board of real ink, by its number of strokes. */
  real: { name: 'real 10k', elements: 10_000, nodes: true, goals: { load: 600, sharp: 60, memory: 400 } },
  /**
   * A board of diagrams and notes: shapes with text in a grid of `columns`, arrows from shape to shape, between them notes, tables
   * and pictures of `assets` different files, and one shape (the hub) in the middle to which `spokes` of the arrows are tied.
   */
  mixed: {
    name: 'mixed',
    shapes: 10_000,
    columns: 125,
    arrows: 2_000,
    spokes: 200,
    notes: 500,
    pictures: 200,
    assets: 20,
    tables: 50,
    cell: { w: 220, h: 140 },
  },
  /**
   * A seeded board is a grid of blocks, so that a view at 100 % is equally full on all of them: handwriting, enlarged, with
   * shapes and texts scattered over it. Sizes are board units, a block's gap included.
   */
  block: { strokes: 450, shapes: 50, width: 2_900, height: 540, enlarge: 2 },
  /** Width ÷ height of a whole board. */
  aspect: 1.6,
  /** CSS pixels, at one device pixel each. */
  viewport: { width: 1440, height: 900 },
  /** Real drawings stand side by side on shelves of this width (board units). */
  shelf: 18_000,
  loads: 3,
  /** Frames of one gesture, and when it is cut off: a slow subject shows fewer frames, not a longer run. */
  frames: 120,
  zoomFrames: 60,
  phaseSeconds: 5,
  /** CSS pixels of a pan per frame. */
  pan: { close: { dx: 24, dy: 3 }, fit: { dx: 4, dy: 2 } },
  /** The app does not go farther away than this. */
  leastZoom: 0.05,
  /** Share of the fitting zoom at which everything stays in view while panning. */
  fitMargin: 0.9,
  /** A picture in motion is looked at every so many frames. */
  lookEvery: 15,
  /** What is fainter than this is no ink but the paper's grain: of 765, the sum of what red, green and blue lack of white. */
  faintestInk: 30,
  /** A line drawn for the latency of ink: CSS pixels per second, samples per second, seconds. */
  ink: { speed: 360, rate: 120, seconds: 2.5 },
  /** Single edits, one after the other, at any phase of a frame. */
  edits: 15,
  /** A drag: elements selected, zoom at which that many are in view, pointer moves. */
  drags: { one: { selected: 1, zoom: 1 }, many: { selected: 500, zoom: 0.5 } },
  dragMoves: 60,
  /** Pixels of the longer side of the exported picture. */
  exportSide: 6_000,
  /** How much slower the processor is made for the slow device. */
  slowDown: 4,
} as const;

export const home = {
  /** Boards of the person whose list is opened, of the one beside whom that is told, and of the one whose list is scrolled and searched. */
  boards: { some: 1_000, few: 10, many: 10_000 },
  /** Of each list, the newest so many have content, and pictures that were painted before. */
  drawn: { boards: 300, strokes: 40, points: 30 },
  /** Words written on each board of the long list, of so many different ones. */
  text: { words: 120, of: 4_000 },
  loads: 7,
  /** CSS pixels that are scrolled in a frame: some 60 screens a second. */
  scrollStep: 900,
  searches: 60,
  /** ms in which every board of a person is to be read, before it is measured how they are searched. */
  readingMs: 120_000,
  /** Boards of which pictures are made, and how many are asked for at once, as a browser does. */
  thumbnails: { boards: 100, strokes: 1_000, points: 40, atOnce: 6 },
  /**
   * ms until the list can be used and of a search; tasks over 50 ms; how late the server's loop may be (ms), or so many times what it is without
   * painting.
   */
  goals: {
    usable: 1_000,
    search: { median: 100, p95: 200 },
    longTasks: 0,
    lateMs: { p99: 4, max: 20 },
    lateTimes: 1.5,
  },
} as const;

export const comments = {
  /** Which of the seeded boards is talked about, and in how many threads: each of two to four entries. */
  board: '10k',
  threads: 2_000,
  /** How often each of the two boards is opened, in turn. */
  visits: 5,
  /** Frames of the zoom near by, and the zooms between which it goes to and fro. */
  frames: 90,
  near: { least: 0.4, most: 1.2 },
  /** Measured ÷ the same board without comments. */
  goals: { load: 1.1, zoom: 1.2 },
} as const;

export const server = {
  /** Which of the seeded boards is painted and gone back on. */
  board: '10k',
  /** How often each picture is made, by turns, and each version is shown. */
  times: 3,
  /** Longer side of the picture that is compared (pixels): the painter's thread is of lower priority, and has 20 s. */
  side: 2_000,
  /** Pictures that are made one after the other, their longer side (pixels), and how long memory may take to settle (ms): a thread is kept a minute. */
  exports: { count: 100, side: 600, settleMs: 90_000 },
  /** What five people draw until the board falls quiet, and bytes of what is put there then: with those it is compacted again, and what was drawn becomes history. */
  drawing: { name: 'history', clients: 6, writers: 5, updates: 60, cursors: 30, live: 30 },
  after: { strokes: 4_000, points: 80 },
  /** ms in which it is to be moved there. */
  movingMs: 30_000,
  /** Measured ÷ the browser's time, MiB more than before, ÷ the time to load the board, % of the document's bytes. */
  goals: { picture: 1.2, memory: 64, version: 1.5, history: 25 },
} as const;

export const offline = {
  /** Boards of handwriting, by their number of strokes. */
  strokes: [300, 10_000],
  /** Visits of each board, with the server and without. */
  visits: 9,
  /** Goal without the server: ms until a stroke can be drawn. */
  interactive: 400,
} as const;

export const replay = {
  /** Which of the seeded boards is drawn step by step, and steps of the baseline. */
  board: '10k',
  few: 20,
  /** Frames in which the slider goes from one end to the other, and how often it goes there and back. */
  steps: 90,
  runs: 3,
  /** ms: of a frame at 60 a second. */
  goals: { median: 17, p95: 34 },
} as const;

export const importing = {
  /** Bytes of a scene of Excalidraw, and how often it is opened. */
  bytes: 5_000_000,
  runs: 5,
  /** Goals: ms until all of it is on the board, and from one frame to the next meanwhile. */
  whole: 2_000,
  frame: 50,
} as const;

export const cluster = {
  /** On one server with PostgreSQL and with SQLite, and on two servers beside those of another relay: people spread over them by turns. */
  together: { ...relay.traffic.team, name: '50×5' },
  everyone: { ...relay.traffic.everyone, name: '50 writers × 10/s' },
  /**
   * On two servers and on one. Either is measured once its code is as fast as it gets: two with half the work each take longer for that, and
   * after 6 s most of what they do was interpreted still.
   */
  spread: [
    { ...relay.traffic.team, name: '50×5', warmUpSeconds: 20 },
    { ...relay.traffic.everyone, name: '50 writers × 10/s', warmUpSeconds: 20 },
    { ...relay.traffic.lecture, name: '500×1', warmUpSeconds: 20 },
  ],
  audience: { ...relay.traffic.audience, name: '1000×1 over 3 servers', updates: 20, readers: 99 },
  /** Servers with many boards, two people on each: one draws so often a second and moves a cursor, the other watches. */
  boards: { servers: 3, count: 3_000, updates: 0.25, cursors: 1, warmUpSeconds: 8, measuredSeconds: 12, atOnce: 16 },
  /** All servers are killed while so many draw so often a second; after so many seconds. */
  killed: { servers: 2, clients: 20, writers: 20, updates: 10, seconds: 6 },
  /** Measured ÷ the same with one server, or with SQLite; ms. */
  goals: { store: 1.3, acknowledged: 60, across: 1.5, summed: 1.4, audience: 60 },
} as const;

/** A bench that has not ended by then is stopped. */
export const longestSeconds = {
  document: 90,
  relay: 480,
  canvas: 540,
  home: 420,
  comments: 300,
  offline: 120,
  replay: 240,
  import: 180,
  server: 600,
  cluster: 840,
} as const;
