/** What reading one header may cost at most, whatever the file claims. */
export interface ReadLimits {
  /** Bytes of the first request, and of the first after a value that was skipped. */
  readonly firstReadBytes: number;
  /** Requests grow to this where a header goes on and on. */
  readonly largestReadBytes: number;
  readonly requests: number;
  /** Bytes of all requests together. */
  readonly totalBytes: number;
  /** Bytes of a data set that had to be inflated, up to its pixels. */
  readonly inflatedBytes: number;
  /** Bytes of one value that is kept. A longer value of an attribute that we index is refused. */
  readonly valueBytes: number;
  /** Elements at the top level of the data set. */
  readonly elements: number;
  /** Items and elements passed inside of one value of undefined length. */
  readonly nestedElements: number;
  /** Values of undefined length inside of one another, items counted. */
  readonly nesting: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  // Nearly every header ends within it, and S3 answers it about as fast as a smaller one.
  firstReadBytes: 64 * 1024,
  largestReadBytes: 1024 * 1024,
  requests: 200,
  totalBytes: 64 * 1024 * 1024,
  inflatedBytes: 8 * 1024 * 1024,
  // The attributes that we index are short; a sequence that is taken apart costs thirty times its bytes.
  valueBytes: 256 * 1024,
  elements: 100_000,
  // An enhanced multi-frame object has some hundred for each of its frames.
  nestedElements: 2_000_000,
  nesting: 64,
};
