/** Microseconds of one read. What else the machine does lengthens the time on the wall, hardly that on the processor. */
export interface Time {
  /** Of all threads of the process: collecting garbage counts. */
  readonly cpu: number;
  readonly wall: number;
}
