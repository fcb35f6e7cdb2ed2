import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { breakingChanges } from "./breaking-changes.ts";
import { catalogue } from "./catalogue.ts";
import { schemaSnapshot, snapshotFileName } from "./schema-snapshot.ts";

const SCHEMAS = new URL("../schemas/", import.meta.url);
const SOURCES = new URL("./", import.meta.url);

describe("the catalogue", () => {
  test("holds every event file, and each event once", async () => {
    const files = (await readdir(SOURCES, { recursive: true }))
      .map((path) => path.split("/").at(-1) ?? "")
      .filter((name) => /^[a-z]+\.[a-z-]+\.ts$/.test(name) && !name.endsWith(".test.ts"))
      .map((name) => name.replace(/\.ts$/, ""));
    expect(catalogue.map(({ type }) => type).toSorted()).toEqual(files.toSorted());
  });

  test("has one committed snapshot per event and version, and no other", async () => {
    expect((await readdir(SCHEMAS)).toSorted()).toEqual(catalogue.map(snapshotFileName).toSorted());
  });
});

describe.each(catalogue.map((event) => ({ name: `${event.type} v${event.version}`, event })))(
  "$name",
  ({ event }) => {
    const committed = async (): Promise<unknown> =>
      JSON.parse(await readFile(new URL(snapshotFileName(event), SCHEMAS), "utf8"));

    test("breaks nobody who reads it by its committed schema", async () => {
      expect(breakingChanges(await committed(), schemaSnapshot(event))).toEqual([]);
    });

    test("is the committed schema; if the change is meant, run events/src/write-schemas.ts", async () => {
      expect(schemaSnapshot(event)).toEqual(await committed());
    });
  },
);
