/** How much of everything a connection to a node may take; each limit ends it with its own words. */
export type RunLimits = {
  /** Until the network connection stands. */
  connectSecondsMax: number;
  /** From there until we are signed in. */
  handshakeSecondsMax: number;
  /** All together, a jump host included. */
  totalSecondsMax: number;
  /** Longest silence while the node answers. */
  idleSecondsMax: number;
  outputBytesMax: number;
  /** Of standard error, of which nothing is kept. */
  errorOutputBytesMax: number;
  keepAliveSeconds: number;
  /** Keep-alives in a row that nobody answered, after which the connection counts as lost. */
  keepAlivesMissedMax: number;
};

export const RUN_LIMITS: RunLimits = {
  connectSecondsMax: 10,
  handshakeSecondsMax: 15,
  totalSecondsMax: 180,
  idleSecondsMax: 75,
  outputBytesMax: 16 * 1024 * 1024,
  errorOutputBytesMax: 256 * 1024,
  keepAliveSeconds: 10,
  keepAlivesMissedMax: 3,
};
