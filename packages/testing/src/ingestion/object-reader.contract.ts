import { ObjectGone, type ObjectReader } from "@accession/core/ingestion/object-reader";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { describe, expect, it } from "vitest";

/** A bucket with versions, and its reader. */
export interface ReadableBucket {
  readonly reader: ObjectReader;
  put(key: string, bytes: Uint8Array): Promise<UploadedObject>;
  delete(object: UploadedObject): Promise<void>;
}

/** What every reader of objects must do; `bucket` is asked for in each test. */
export function objectReaderContract(name: string, bucket: () => ReadableBucket): void {
  const text = async (object: UploadedObject, offset: number, length: number) =>
    Buffer.from(await bucket().reader.open(object).read(offset, length)).toString();

  describe(`object reader: ${name}`, () => {
    it("reads ranges, fewer bytes only where the object ends", async () => {
      const object = await bucket().put("ranges.dcm", Buffer.from("0123456789"));
      expect(await text(object, 0, 4)).toBe("0123");
      expect(await text(object, 3, 4)).toBe("3456");
      expect(await text(object, 8, 100)).toBe("89");
      expect(await text(object, 10, 5)).toBe("");
      expect(bucket().reader.open(object).size).toBe(10);
    });

    it("takes keys as they are", async () => {
      for (const key of ["with space+plus%20percent/ü-日本.dcm", "a//b/'\"&<>!()*.dcm", "dots/../x.dcm"]) {
        const object = await bucket().put(key, Buffer.from(key));
        expect(await text(object, 0, 1000), key).toBe(key);
      }
    });

    it("reads the version that the event told of, also when it was overwritten", async () => {
      const first = await bucket().put("twice.dcm", Buffer.from("first"));
      await bucket().put("twice.dcm", Buffer.from("second"));
      expect(await text(first, 1, 100)).toBe("irst");
    });

    it("says that a version is gone, so that nobody waits for it", async () => {
      const object = await bucket().put("gone.dcm", Buffer.from("gone"));
      await bucket().delete(object);
      await expect(text(object, 0, 10)).rejects.toThrow(ObjectGone);
      expect(await bucket().reader.checksum(object)).toBeUndefined();
    });

    it("has one checksum for the same bytes", async () => {
      const first = await bucket().put("one.dcm", Buffer.from("same"));
      const second = await bucket().put("two.dcm", Buffer.from("same"));
      const checksum = await bucket().reader.checksum(first);
      expect(checksum).toMatch(/^sha256:/);
      expect(await bucket().reader.checksum(second)).toBe(checksum);
    });
  });
}
