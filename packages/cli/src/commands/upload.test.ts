import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { startFakeApi } from "../testing/fake-api.ts";
import { FakeStore } from "../testing/fake-store.ts";
import { recordingIo } from "../testing/recording-io.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const FILES = { "study/1.dcm": "DICM", "study/2.dcm": "DICM", "study/report.pdf": "%PDF" };

async function upload(args: readonly string[], prepare: (store: FakeStore) => void = () => {}) {
  const store = new FakeStore();
  prepare(store);
  await using folder = await temporaryFolder(FILES);
  await using api = await startFakeApi((request, base) => {
    if (request.url.pathname === "/v1/receipts") return { body: { receipts: store.receipts() } };
    return store.answer(request, base) ?? { status: 404 };
  });
  const io = recordingIo(api.url);
  const exitCode = await run(["upload", join(folder.path, "study"), ...args], io);
  return { exitCode, io, store, requests: api.requests, folder: folder.path };
}

test("uploads as the tenant's user, and says how many", async () => {
  const { exitCode, io, store, requests } = await upload(["--tenant", "other"]);
  expect(exitCode).toBe(0);
  expect(io.printed).toEqual(["3 of 3 files are uploaded."]);
  expect(store.objects).toHaveLength(3);
  expect(requests[0]?.headers.authorization).toBe("Bearer token-of-other");
});

test("--wait tells what became of the files, by reason; a rejected file is an upload that worked", async () => {
  const { exitCode, io } = await upload(["--wait"]);
  expect(io.printed).toEqual([
    "OUTCOME   REASON  FILES",
    "stored                2",
    "rejected  pdf         1",
    "",
    "3 of 3 files have their receipt.",
  ]);
  expect(exitCode).toBe(0);
});

test("--json prints one object per file, with --wait its receipt", async () => {
  const { io, folder } = await upload(["--wait", "--json"]);
  const lines = io.printed.map((line) => JSON.parse(line));
  expect(lines).toHaveLength(3);
  expect(lines.find((line) => line.key.endsWith(".pdf"))).toMatchObject({
    file: join(folder, "study/report.pdf"),
    key: "tenants/demo/uploads/study/report.pdf",
    versionId: expect.stringMatching(/^v\d$/),
    receipt: { outcome: "rejected", reason: { code: "pdf" } },
  });
  const plain = await upload(["--json"]);
  expect(plain.io.printed.map((line) => Object.keys(JSON.parse(line)))).toEqual(
    Array.from({ length: 3 }, () => ["file", "key", "versionId"]),
  );
});

test("a file that fails is named, the others are uploaded, and the answer is no", async () => {
  const denied = { status: 400, body: "<Error><Code>EntityTooLarge</Code></Error>" };
  const { exitCode, io } = await upload(["--wait"], (store) => store.refuse("study/2.dcm", denied));
  expect(exitCode).toBe(1);
  expect(io.printed.at(-1)).toBe("2 of 3 files have their receipt.");
  expect(io.noted.filter((line) => line.startsWith("✗"))).toEqual([
    expect.stringMatching(/study\/2\.dcm: the store answered 400: EntityTooLarge$/),
  ]);
});

test("a receipt that does not come is a no", async () => {
  const store = new FakeStore();
  await using folder = await temporaryFolder(FILES);
  await using api = await startFakeApi((request, base) => {
    if (request.url.pathname === "/v1/receipts") return { body: { receipts: store.receipts().slice(1) } };
    return store.answer(request, base) ?? { status: 404 };
  });
  const io = recordingIo(api.url);
  expect(await run(["upload", folder.path, "--wait", "--timeout", "1"], io)).toBe(1);
  expect(io.printed.at(-1)).toBe("2 of 3 files have their receipt.");
  expect(io.noted.at(-1)).toMatch(/^✗ .*: no receipt after 1 s$/);
});
