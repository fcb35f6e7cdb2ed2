import { ctStudy } from "@accession/testing/dicom/ct-study";
import type { DataSetContent } from "@accession/testing/dicom/encode-element";
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
