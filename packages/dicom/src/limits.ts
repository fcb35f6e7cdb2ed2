/** What reading one header may cost at most, whatever the file claims. Each has an error code of its own. */
export interface ReadLimits {
  /** Bytes of the first request, and of the first after a value that was skipped. */
  readonly firstReadBytes: number;
  /** Requests grow to this where a header goes on and on. */
  readonly largestReadBytes: number;
  /** `limit-requests` */
  readonly requests: number;
  /** Bytes of all requests together: `limit-total-bytes`. */
  readonly totalBytes: number;
  /** Bytes of a data set that had to be inflated, up to its pixels: `limit-inflated-bytes`. */
  readonly inflatedBytes: number;
  /** Inflated bytes per compressed byte, once a megabyte was inflated: `limit-inflate-ratio`. */
  readonly inflateRatio: number;
  /** Bytes of one value of an attribute that we index: `limit-value-bytes`. Other longer values are left in the file. */
  readonly valueBytes: number;
  /** Bytes kept in memory for values, the window apart: `limit-held-bytes`. */
  readonly heldBytes: number;
  /** Elements at the top level, and elements and items kept: `limit-elements`. */
  readonly elements: number;
  /** Items and elements passed inside of values that are not kept: `limit-nested-elements`. */
  readonly nestedElements: number;
  /** Sequences and items inside of one another: `limit-nesting`. */
  readonly nesting: number;
  /** Time on the reader's own work, waiting for the source apart: `limit-time`. */
  readonly milliseconds: number;
  /** Findings that are listed; `more-findings` stands for the rest, and nothing is refused for it. */
  readonly findings: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  // Nearly every header ends within it, and S3 answers it about as fast as a smaller one.
  firstReadBytes: 64 * 1024,
  largestReadBytes: 1024 * 1024,
  requests: 200,
  totalBytes: 64 * 1024 * 1024,
  inflatedBytes: 8 * 1024 * 1024,
  // Deflate reaches 1032 on zeros; text and numbers stay below 20.
  inflateRatio: 200,
  valueBytes: 256 * 1024,
  heldBytes: 8 * 1024 * 1024,
  elements: 100_000,
  // An enhanced multi-frame object has some hundred for each of its frames.
  nestedElements: 2_000_000,
  nesting: 64,
  milliseconds: 5_000,
  findings: 1_000,
};
