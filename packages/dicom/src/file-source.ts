import { type FileHandle, open } from "node:fs/promises";
import type { ByteSource } from "./byte-source.ts";

/** Opens a file, hands it to `use` as a source, and closes it. */
export async function withFileSource<Result>(
  path: string,
  use: (source: ByteSource) => Promise<Result>,
): Promise<Result> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    return await use({
      size,
      read: (offset, length) => readFrom(file, offset, length),
    });
  } finally {
    await file.close();
  }
}

async function readFrom(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  // One read may return less than what was asked for, although the file goes on.
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
