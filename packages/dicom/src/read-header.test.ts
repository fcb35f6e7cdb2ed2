import { ctStudy } from "@accession/testing/dicom/ct-study";
import { type DataSetContent, encodeElement } from "@accession/testing/dicom/encode-element";
import { smallInstance } from "@accession/testing/dicom/mutants";
import { describe, expect, it } from "vitest";
import { bufferSource } from "./byte-source.ts";
import { readHeader } from "./read-header.ts";

const KILOBYTE = 1024;

describe("reading a header", () => {
  it("reads what the writer wrote, explicit and implicit alike", async () => {
    for (const writing of ["explicit", "implicit"] as const) {
      const study = ctStudy({
        seed: 1,
        slices: 1,
        writing,
        patientName: "Łukasz^Żółć=張^三",
        accessionNumber: "A1",
        issuer: "HOSPITAL",
        requestedAccessionNumbers: ["R1", "R2"],
      });
      const [instance] = study.instances;
      const { dataSet, findings } = await readHeader(bufferSource(instance?.bytes ?? new Uint8Array()));
      expect(findings).toEqual([]);
      expect(dataSet.text("PatientName")).toBe("Łukasz^Żółć=張^三");
      expect(dataSet.text("SOPInstanceUID")).toBe(instance?.sopInstanceUid);
      expect(dataSet.texts("ImageType")).toEqual(["ORIGINAL", "PRIMARY", "AXIAL"]);
      expect(dataSet.integer("Rows")).toBe(128);
      const issuers = dataSet.items("IssuerOfAccessionNumberSequence");
      expect(issuers.map((item) => item.text("LocalNamespaceEntityID"))).toEqual(["HOSPITAL"]);
      const requests = dataSet.items("RequestAttributesSequence");
      expect(requests.map((item) => item.text("AccessionNumber"))).toEqual(["R1", "R2"]);
    }
  });

  it("makes one request of 64 KB for a large image", async () => {
    const [instance] = ctStudy({ seed: 2, slices: 1, size: 512 }).instances;
    const header = await readHeader(bufferSource(instance?.bytes ?? new Uint8Array()));
    expect(header).toMatchObject({ requests: 1, bytesRead: 64 * KILOBYTE, findings: [] });
  });

  it("skips a long private value by position instead of reading it", async () => {
    const header = await readHeader(bufferSource(withPrivateValue(20 * KILOBYTE * KILOBYTE)));
    expect(header.requests).toBe(2);
    expect(header.bytesRead).toBeLessThan(129 * KILOBYTE);
    expect(header.dataSet.integer("Rows")).toBe(2);
  });

  it("gives the same by ranges of any size", async () => {
    const bytes = withPrivateValue(3 * KILOBYTE);
    const whole = (await readHeader(bufferSource(bytes))).dataSet.attributes();
    for (const firstReadBytes of [16, 100, 1000, 5000]) {
      const ranged = await readHeader(bufferSource(bytes), { limits: { firstReadBytes } });
      expect(ranged.dataSet.attributes()).toEqual(whole);
    }
  });

  it("stops at a file that would take a request for each element", async () => {
    const elements = Array.from({ length: 300 }, (_, index) => [
      0x00091010 + index,
      ["OB", new Uint8Array(70_000)],
    ]);
    const source = bufferSource(smallInstance(new Map(elements as Iterable<[number, ["OB", Uint8Array]]>)));
    await expect(readHeader(source)).rejects.toMatchObject({ code: "limit-requests" });
    expect((await readHeader(source, { limits: { requests: 400 } })).dataSet.integer("Rows")).toBe(2);
  });

  it("takes a long sequence of undefined length without holding it", async () => {
    const nothing = new Uint8Array(0);
    const item = Buffer.concat([
      encodeElement(0xfffee000, "", nothing, "implicit", 0xffffffff),
      ...Array.from({ length: 100 }, (_, index) =>
        encodeElement(0x00091000 + index, "LO", nothing, "explicit"),
      ),
      encodeElement(0xfffee00d, "", nothing, "implicit"),
    ]);
    const sequence = Buffer.concat([
      encodeElement(0x00089215, "SQ", nothing, "explicit", 0xffffffff),
      Buffer.alloc(item.length * 5_000, item),
      encodeElement(0xfffee0dd, "", nothing, "implicit"),
    ]);
    const whole = smallInstance();
    const at = Buffer.from(whole).indexOf(Buffer.from([0x10, 0x00, 0x10, 0x00]));
    const bytes = Buffer.concat([whole.subarray(0, at), sequence, whole.subarray(at)]);
    const header = await readHeader(bufferSource(bytes));
    expect(header.findings).toEqual([]);
    expect(header.dataSet.integer("Rows")).toBe(2);
    expect(header.requests).toBeLessThan(12);
  });

  it("passes errors of the source through", async () => {
    const broken = new Error("the network is down");
    const source = { size: 10_000, read: () => Promise.reject(broken) };
    await expect(readHeader(source)).rejects.toBe(broken);
  });

  it("notices that a source ends before its size", async () => {
    const bytes = smallInstance();
    const source = { ...bufferSource(bytes), size: bytes.length + 500 };
    const { dataSet } = await readHeader(source);
    expect(dataSet.text("PatientID")).toBe("M-1");
  });
});

function withPrivateValue(length: number): Uint8Array {
  const changes: DataSetContent = new Map([[0x00091010, ["OB", new Uint8Array(length)]]]);
  return smallInstance(changes);
}
