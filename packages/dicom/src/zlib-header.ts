/** Length of the header of RFC 1950, without a dictionary. */
export const ZLIB_HEADER_BYTES = 2;

/** Some writers put zlib's header before a deflate stream: method 8, and both bytes together a multiple of 31. */
export function startsWithZlibHeader(bytes: Uint8Array, at: number): boolean {
  const [method = 0, flags = 0] = bytes.subarray(at, at + ZLIB_HEADER_BYTES);
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}
