/** What reading one header may cost at most, whatever the file claims. */
export interface ReadLimits {
  /** Bytes of the first request; later ones are larger. */
  readonly firstReadBytes: number;
  /** Bytes held at once: the window, or an inflated data set up to its pixels. */
  readonly windowBytes: number;
  /** Bytes of one value that is kept. A longer value of an attribute that we index is refused. */
  readonly valueBytes: number;
  /** Elements at the top level of the data set. */
  readonly elements: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  // Nearly every header ends within it, and S3 answers it about as fast as a smaller one.
  firstReadBytes: 64 * 1024,
  windowBytes: 8 * 1024 * 1024,
  valueBytes: 1024 * 1024,
  elements: 100_000,
};
