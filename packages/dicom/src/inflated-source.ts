import { Readable } from "node:stream";
import { constants, createInflateRaw } from "node:zlib";
import type { ByteSource } from "./byte-source.ts";
import { DicomError, LimitReached } from "./errors.ts";
import { GrowingBuffer } from "./growing-buffer.ts";
import type { ReadLimits } from "./limits.ts";

/** Small data sets may well be all zeros. */
const RATIO_COUNTS_FROM = 1024 * 1024;

/** A data set inflated as far as it is asked for (PS3.5 section A.5), and what must be released afterwards. */
export interface InflatedSource extends ByteSource, AsyncDisposable {
  /** Compressed bytes and requests so far. */
  readonly cost: { readonly bytesRead: number; readonly requests: number };
}

/**
 * Inflates the rest of `source` from `start` on, on demand: what comes after the pixel data's tag is never inflated,
 * so a small file that would inflate to gigabytes costs no more than its header. `limits.inflatedBytes` and
 * `limits.inflateRatio` bound the output.
 */
export function inflatedSource(source: ByteSource, start: number, limits: ReadLimits): InflatedSource {
  const cost = { bytesRead: 0, requests: 0 };
  async function* compressed(): AsyncGenerator<Uint8Array> {
    for (let offset = start; offset < source.size; ) {
      const chunk = await source.read(offset, limits.firstReadBytes);
      if (chunk.length === 0) return;
      cost.bytesRead += chunk.length;
      cost.requests += 1;
      offset += chunk.length;
      // Blocks that inflate to nothing could go on for ever.
      if (cost.bytesRead > limits.totalBytes) {
        throw new LimitReached("limit-total-bytes", { byteOffset: offset });
      }
      yield chunk;
    }
  }
  const input = Readable.from(compressed(), {
    objectMode: true,
    highWaterMark: 1,
  });
  // SYNC_FLUSH at the end: a truncated stream gives what it holds instead of an error.
  const inflater = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
  // `pipe` does not carry the source's own errors (a failed request) over.
  input.on("error", (error) => inflater.destroy(error));
  const chunks: AsyncIterator<Buffer> = input.pipe(inflater)[Symbol.asyncIterator]();

  const inflated = new GrowingBuffer();
  let ended = false;
  async function inflateTo(length: number): Promise<void> {
    while (!ended && inflated.length < length) {
      const next = await nextChunk(chunks, inflated.length);
      if (next.done === true) ended = true;
      else inflated.append(next.value);
      checkOutput(inflated.length, inflater.bytesWritten, limits);
    }
  }
  return {
    cost,
    get size() {
      return ended ? inflated.length : Number.POSITIVE_INFINITY;
    },
    async read(offset, length) {
      await inflateTo(offset + length);
      return inflated.slice(offset, offset + length);
    },
    async [Symbol.asyncDispose]() {
      input.destroy();
      inflater.destroy();
    },
  };
}

async function nextChunk(chunks: AsyncIterator<Buffer>, byteOffset: number): Promise<IteratorResult<Buffer>> {
  try {
    return await chunks.next();
  } catch (error) {
    const zlib = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    if (!zlib) throw error;
    throw new DicomError("damaged", "The compressed data set is damaged.", {
      byteOffset,
      cause: error,
    });
  }
}

function checkOutput(length: number, consumed: number, limits: ReadLimits): void {
  const at = { byteOffset: length };
  if (length > limits.inflatedBytes) throw new LimitReached("limit-inflated-bytes", at);
  if (length > RATIO_COUNTS_FROM && length > consumed * limits.inflateRatio) {
    throw new LimitReached("limit-inflate-ratio", at);
  }
}
