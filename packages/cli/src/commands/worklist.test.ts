import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const STUDY = { id: "stu_1", patientId: "4711", accessionNumbers: [{ value: "A-1" }], modalities: ["CT"] };
const PROCEDURE = { orderId: "ord_1", line: 2, accessionNumber: "A-1", patient: { patientId: "4712" } };
const GRADING = { grade: "suspect", reasons: ["issuer-equal", "patient-id-differs", "birth-date-absent"] };
const LINK = { studyId: "stu_1", orderId: "ord_1", line: 2, status: "linked", decidedBy: "user-1" };

async function worklist(args: readonly string[], ...answers: readonly FakeAnswer[]) {
  let asked = 0;
  await using api = await startFakeApi(() => answers[asked++] ?? { status: 500 });
  const io = recordingIo(api.url);
  const exitCode = await run(["worklist", ...args], io);
  return { exitCode, io, requests: api.requests };
}

test("list shows studies with their likeliest candidate and what speaks against it", async () => {
  const items = [
    { kind: "study", state: "candidates", study: STUDY, candidates: [{ ...GRADING, procedure: PROCEDURE }] },
    {
      kind: "study",
      state: "no-number",
      study: { ...STUDY, id: "stu_2", accessionNumbers: [] },
      candidates: [],
    },
  ];
  const { io, requests } = await worklist(["list", "--limit", "2"], { body: { items, cursor: "more" } });
  expect(requests[0]?.url.search).toBe("?kind=study&limit=2");
  expect(io.printed).toEqual([
    "WHAT   STATE       PATIENT ID  ACCESSION NUMBERS  CANDIDATE     GRADE    AGAINST",
    "stu_1  candidates  4711        A-1                ord_1 line 2  suspect  patient-id-differs",
    "stu_2  no-number   4711",
  ]);
  expect(io.noted).toEqual(["There are more: --all shows them."]);
});

test("list --kind procedure shows lines of orders; --json has all candidates", async () => {
  const item = {
    ...{ kind: "procedure", state: "candidates", procedure: PROCEDURE },
    candidates: [
      { ...GRADING, study: STUDY },
      { ...GRADING, study: { ...STUDY, id: "stu_2" } },
    ],
  };
  const args = ["list", "--kind", "procedure", "--state", "candidates"];
  const { io, requests } = await worklist(args, { body: { items: [item] } });
  expect(requests[0]?.url.search).toBe("?kind=procedure&state=candidates");
  expect(io.printed.at(-1)).toMatch(/^ord_1 line 2 {2}candidates .* stu_1 .*patient-id-differs$/);
  const json = await worklist([...args, "--json"], { body: { items: [item] } });
  expect(json.io.printed.map((line) => JSON.parse(line))).toEqual([item]);
});

test.each(["link", "unlink"] as const)(
  "%s sends the decision once per key, the reason in the body",
  async (change) => {
    const args = ["stu_1", "--order", "ord_1", "--line", "2", "--reason", "seen", "--idempotency-key", "k"];
    const { exitCode, io, requests } = await worklist([change, ...args], { body: LINK });
    expect(exitCode).toBe(0);
    expect(requests[0]?.url.pathname).toMatch(new RegExp(`/v1/studies/stu_1/${change}$`));
    expect(requests[0]?.headers["idempotency-key"]).toBe("k");
    expect(requests[0]?.json()).toEqual({ orderId: "ord_1", line: 2, reason: "seen" });
    expect(io.printed).toContain("Status      linked");
  },
);

test("a decision needs a reason, and shows why it was refused", async () => {
  const without = await worklist(["link", "stu_1", "--order", "ord_1"]);
  expect([without.exitCode, without.requests.length]).toEqual([2, 0]);
  const { exitCode, io } = await worklist(["link", "stu_1", "--order", "ord_1", "--reason", "seen"], {
    status: 409,
    body: { code: "procedure.released", detail: "The order does not wait for studies any more." },
  });
  expect(exitCode).not.toBe(0);
  expect(io.noted.join("\n")).toContain("does not wait for studies any more");
});
