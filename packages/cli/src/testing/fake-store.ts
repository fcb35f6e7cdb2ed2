import type { FakeAnswer, FakeRequest } from "./fake-api.ts";

/** `POST /v1/uploads` and the store that its URLs lead to, with versions. */
export class FakeStore {
  /** What landed: key, version id, bytes. */
  readonly objects: { readonly key: string; readonly versionId: string; readonly body: string }[] = [];
  readonly #refusals = new Map<string, FakeAnswer[]>();

  /** The next PUT of a name is answered so instead; several in a row when called again. */
  refuse(name: string, answer: FakeAnswer): void {
    this.#refusals.set(name, [...(this.#refusals.get(name) ?? []), answer]);
  }

  /** The answer to a request of this store, or undefined for another route. */
  answer({ method, url, body, json }: FakeRequest, base: string): FakeAnswer | undefined {
    if (url.pathname === "/v1/uploads") {
      const { files } = json() as { files: { name: string }[] };
      const errors = files.flatMap(({ name }, index) =>
        name.length > 100 ? [{ pointer: `/files/${index}/name`, detail: "must be shorter" }] : [],
      );
      if (errors.length > 0) return { status: 422, body: { code: "upload.invalid-name", errors } };
      const uploads = files.map(({ name }) => ({
        key: `tenants/demo/uploads/${name}`,
        url: `${base}/store/${encodeURIComponent(name)}?signature=1`,
      }));
      return { status: 201, body: { uploads } };
    }
    if (method !== "PUT" || !url.pathname.startsWith("/store/")) return undefined;
    const name = decodeURIComponent(url.pathname.slice("/store/".length));
    const refusal = this.#refusals.get(name)?.shift();
    if (refusal !== undefined) return refusal;
    const object = {
      key: `tenants/demo/uploads/${name}`,
      versionId: `v${this.objects.length + 1}`,
      body: body.toString("utf8"),
    };
    this.objects.push(object);
    return { headers: { "x-amz-version-id": object.versionId }, body: "" };
  }

  /** The receipts of what landed, as the API lists them. */
  receipts() {
    return this.objects.map(({ key, versionId, body }, index) => ({
      id: `rcp_${index}`,
      key,
      versionId,
      correlationId: "correlation",
      landedAt: new Date().toISOString(),
      receivedAt: new Date().toISOString(),
      ...(body.startsWith("%PDF")
        ? { outcome: "rejected", reason: { code: "pdf", message: "It looks like PDF." } }
        : { outcome: "stored", studyId: "stu_1" }),
    }));
  }
}
