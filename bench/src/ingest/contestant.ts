import type { UniqueFile } from "./unique-files.ts";

/** A system that takes files in and can answer for them afterwards. */
export interface Contestant {
  readonly name: string;
  /** CPU seconds of its own processes so far; the database's are counted apart. */
  cpuSeconds(): Promise<number>;
  /** Before the clock runs. */
  prepare(files: readonly UniqueFile[]): void;
  /** Resolves when all files are taken in; rejects when one is not. */
  store(files: readonly UniqueFile[]): Promise<void>;
  /** How many instances it finds in its index. */
  indexed(): Promise<number>;
  stop(): Promise<void>;
}
