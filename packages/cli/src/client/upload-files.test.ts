import { join } from "node:path";
import { expect, test } from "vitest";
import { startFakeApi } from "../testing/fake-api.ts";
import { FakeStore } from "../testing/fake-store.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { apiClient } from "./api-client.ts";
import { type FileToUpload, type UploadProgress, uploadFiles } from "./upload-files.ts";

const UNAVAILABLE = { status: 503, body: "<Error><Code>SlowDown</Code></Error>" };
const EXPIRED = { status: 403, body: "<Error><Code>AccessDenied</Code></Error>" };

async function upload(
  contents: Readonly<Record<string, string>>,
  options: { prepare?: (store: FakeStore) => void; alsoMissing?: readonly string[] } = {},
) {
  const store = new FakeStore();
  options.prepare?.(store);
  await using api = await startFakeApi((request, base) => store.answer(request, base) ?? { status: 404 });
  await using folder = await temporaryFolder(contents);
  const files: FileToUpload[] = [...Object.keys(contents), ...(options.alsoMissing ?? [])].map((name) => ({
    path: join(folder.path, name),
    name,
  }));
  const failures: string[] = [];
  const progress: UploadProgress[] = [];
  const uploaded = await uploadFiles(apiClient(api.url, "token"), files, {
    retryDelay: 1,
    onFailure: (file, error) => failures.push(`${file.name}: ${error.message}`),
    onProgress: (now) => progress.push(now),
  });
  return { store, uploaded, failures, progress, requests: api.requests };
}

test("every file lands whole, and is told with its key and version", async () => {
  const { store, uploaded, progress } = await upload({ "a.dcm": "AAA", "s/b c+%.dcm": "BB", "leer.dcm": "" });
  expect(uploaded.map(({ key, file }) => [key, file.name])).toEqual([
    ["tenants/demo/uploads/a.dcm", "a.dcm"],
    ["tenants/demo/uploads/s/b c+%.dcm", "s/b c+%.dcm"],
    ["tenants/demo/uploads/leer.dcm", "leer.dcm"],
  ]);
  for (const { key, versionId } of uploaded) {
    expect(store.objects.find((object) => object.versionId === versionId)?.key).toBe(key);
  }
  expect(store.objects.map((object) => object.body).sort()).toEqual(["", "AAA", "BB"]);
  expect(progress.at(-1)).toEqual({ done: 3, failed: 0, total: 3 });
});

test("a file is sent with its length and no header that was not signed", async () => {
  const { requests } = await upload({ "a.dcm": "AAA" });
  const put = requests.find((request) => request.method === "PUT");
  expect(put?.headers["content-length"]).toBe("3");
  expect(put?.headers).not.toHaveProperty("content-type");
  expect(put?.headers).not.toHaveProperty("authorization");
});

test("URLs are asked for in portions, when they are needed", async () => {
  const contents = Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`${index}.dcm`, "x"]));
  const { requests, uploaded } = await upload(contents);
  const asked = requests.filter((request) => request.url.pathname === "/v1/uploads");
  expect(asked.map((request) => (request.json() as { files: unknown[] }).files.length)).toEqual([
    200, 200, 50,
  ]);
  expect(uploaded.map(({ file }) => file.name)).toEqual(Object.keys(contents));
});

test("a store that is busy for a moment is asked again", async () => {
  const { uploaded, failures } = await upload(
    { "a.dcm": "A" },
    {
      prepare: (store) => {
        store.refuse("a.dcm", UNAVAILABLE);
        store.refuse("a.dcm", UNAVAILABLE);
      },
    },
  );
  expect(uploaded).toHaveLength(1);
  expect(failures).toEqual([]);
});

test("a URL that has run out is replaced", async () => {
  const { uploaded, requests } = await upload(
    { "a.dcm": "A" },
    { prepare: (store) => store.refuse("a.dcm", EXPIRED) },
  );
  expect(uploaded).toHaveLength(1);
  expect(requests.filter((request) => request.url.pathname === "/v1/uploads")).toHaveLength(2);
});

test("a refusal that stays is asked about once more, and then told", async () => {
  const { uploaded, failures } = await upload(
    { "a.dcm": "A", "b.dcm": "B" },
    {
      prepare: (store) => {
        store.refuse("a.dcm", EXPIRED);
        store.refuse("a.dcm", EXPIRED);
      },
    },
  );
  expect(uploaded.map(({ file }) => file.name)).toEqual(["b.dcm"]);
  expect(failures).toEqual(["a.dcm: the store answered 403: AccessDenied"]);
});

test("a file that is not there fails alone", async () => {
  const { uploaded, failures, progress } = await upload({ "a.dcm": "A" }, { alsoMissing: ["gone.dcm"] });
  expect(uploaded.map(({ file }) => file.name)).toEqual(["a.dcm"]);
  expect(failures).toEqual(["gone.dcm: the file cannot be read: ENOENT"]);
  expect(progress.at(-1)).toEqual({ done: 1, failed: 1, total: 2 });
});

test("a name that cannot be a key fails alone", async () => {
  const { uploaded, failures } = await upload({ "a.dcm": "A", ["n".repeat(101)]: "N", "b.dcm": "B" });
  expect(uploaded.map(({ key }) => key)).toEqual([
    "tenants/demo/uploads/a.dcm",
    "tenants/demo/uploads/b.dcm",
  ]);
  expect(failures).toEqual([`${"n".repeat(101)}: its name cannot be part of a key: it must be shorter`]);
});

test("without someone to tell, the first failure is thrown", async () => {
  const store = new FakeStore();
  await using api = await startFakeApi((request, base) => store.answer(request, base) ?? { status: 404 });
  const files = [{ path: "/nowhere/a.dcm", name: "a.dcm" }];
  await expect(uploadFiles(apiClient(api.url, "token"), files)).rejects.toMatchObject({
    code: "file-unreadable",
  });
});

test("an API that says no ends the upload with its reason", async () => {
  await using api = await startFakeApi(() => ({
    status: 403,
    body: { code: "caller.missing-scope", detail: "The access token lacks the scope." },
  }));
  await using folder = await temporaryFolder({ "a.dcm": "A" });
  const files = [{ path: join(folder.path, "a.dcm"), name: "a.dcm" }];
  await expect(
    uploadFiles(apiClient(api.url, "token"), files, { onFailure: () => {} }),
  ).rejects.toMatchObject({ name: "ApiProblem", code: "caller.missing-scope", status: 403 });
});

test("no more files at a time than asked for", async () => {
  let open = 0;
  let most = 0;
  const store = new FakeStore();
  await using api = await startFakeApi(async (request, base) => {
    if (request.method === "PUT") {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
    }
    return store.answer(request, base) ?? { status: 404 };
  });
  await using folder = await temporaryFolder({ x: "x" });
  const files = Array.from({ length: 30 }, (_, index) => ({
    path: join(folder.path, "x"),
    name: `${index}`,
  }));
  await uploadFiles(apiClient(api.url, "token"), files, { concurrency: 3 });
  expect(store.objects).toHaveLength(30);
  expect(most).toBeLessThanOrEqual(3);
});
