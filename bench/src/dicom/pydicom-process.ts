import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Time } from "./time.ts";

/** pydicom in a process of its own that has read all files into memory and waits for the word to go. */
export class PydicomProcess implements Disposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(python: string, keywords: readonly string[], files: readonly string[]) {
    const script = join(import.meta.dirname, "pydicom_rounds.py");
    this.#process = spawn(python, [script, keywords.join(","), ...files], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#reader = createInterface({ input: this.#process.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** Reads every file once: its times by file, null for a file that it refuses. */
  async round(): Promise<ReadonlyArray<Time | null>> {
    this.#process.stdin.write("\n");
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("pydicom ended before its time");
    return JSON.parse(value) as Array<Time | null>;
  }

  [Symbol.dispose](): void {
    this.#process.stdin.end();
    this.#reader.close();
  }
}
