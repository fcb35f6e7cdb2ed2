import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const ORDER = {
  id: "ord_01990000-0000-7000-8000-000000000001",
  kind: "imaging",
  status: "AWAITING_STUDY",
  lines: [
    {
      accessionNumber: "A-1",
      modality: "CT",
      patient: { patientId: "P-1" },
      price: { amount: 100, currency: "EUR" },
    },
  ],
  total: { amount: 100, currency: "EUR" },
  placedAt: "2026-11-21T08:00:00.000Z",
  deadline: "2026-12-05T08:00:00.000Z",
};

async function orders(args: readonly string[], ...answers: readonly FakeAnswer[]) {
  let asked = 0;
  await using api = await startFakeApi(() => answers[asked++] ?? { status: 500 });
  const io = recordingIo(api.url);
  const exitCode = await run(["orders", ...args], io);
  return { exitCode, io, requests: api.requests };
}

test("place --imaging orders a procedure for each number, for one patient", async () => {
  const { exitCode, requests } = await orders(
    [
      "place",
      "--imaging",
      "--patient",
      "P-1",
      "--birth-date",
      "19700131",
      "--number",
      "A-1",
      "--number",
      "A-2",
    ].concat(["--issuer", "RIS", "--modality", "CT", "--price", "100", "--deadline", "2026-12-01T00:00:00Z"]),
    { status: 202, body: ORDER },
  );
  expect(exitCode).toBe(0);
  const line = {
    issuer: "RIS",
    modality: "CT",
    patient: { patientId: "P-1", birthDate: "19700131" },
    price: { amount: 100, currency: "EUR" },
  };
  expect(requests[0]?.json()).toEqual({
    kind: "imaging",
    lines: [
      { ...line, accessionNumber: "A-1" },
      { ...line, accessionNumber: "A-2" },
    ],
    paymentToken: "tok_approve",
    deadline: "2026-12-01T00:00:00Z",
  });
});

test("place --imaging without a number leaves it to be given out", async () => {
  const { io, requests } = await orders(["place", "--imaging", "--patient", "P-1"], {
    status: 202,
    body: ORDER,
  });
  expect(requests[0]?.json()).toMatchObject({
    lines: [{ patient: { patientId: "P-1" }, price: { amount: 10_000, currency: "EUR" } }],
  });
  expect(JSON.stringify(requests[0]?.json())).not.toContain("accessionNumber");
  expect(io.printed).toContain("Accession numbers  A-1");
});

test.each([
  { args: ["place", "--imaging"], why: "with --patient" },
  { args: ["place", "--imaging", "--patient", "P", "--sku", "A"], why: "goods or of imaging" },
  { args: ["place", "--sku", "A", "--modality", "CT"], why: "with --imaging" },
  { args: ["place", "--file", "order.json", "--imaging"], why: "--file is the whole order" },
  { args: ["place", "--imaging", "--patient", "P", "--price", "1", "--price", "2"], why: "give one" },
  { args: ["cancel", "ord_1", "--reason", "because"], why: "Allowed choices" },
])("$args is wrong usage: $why", async ({ args, why }) => {
  const { exitCode, io, requests } = await orders(args);
  expect([exitCode, requests.length]).toEqual([2, 0]);
  expect(io.noted.join("\n")).toContain(why);
});

test("get shows procedures by their accession numbers, and the deadline", async () => {
  const { io } = await orders(["get", ORDER.id], { body: { ...ORDER, timeline: [] } });
  expect(io.printed).toContain("Deadline  2026-12-05T08:00:00.000Z");
  expect(io.printed.find((line) => line.startsWith("A-1"))).toMatch(/^A-1 +CT +P-1 +1\.00 EUR$/);
});

test("cancel asks once, under a key that is printed, and says where to follow it", async () => {
  const { exitCode, io, requests } = await orders(["cancel", ORDER.id, "--reason", "duplicate"], {
    status: 202,
    body: ORDER,
  });
  expect(exitCode).toBe(0);
  expect([requests[0]?.method, requests[0]?.url.pathname]).toEqual(["POST", `/v1/orders/${ORDER.id}/cancel`]);
  expect(requests[0]?.json()).toEqual({ reason: "duplicate" });
  expect(io.noted[0]).toBe(`Idempotency-Key: ${requests[0]?.headers["idempotency-key"]}`);
  expect(io.noted.at(-1)).toContain(`accession orders get ${ORDER.id}`);
});

test("a cancel of what is cancelled says so", async () => {
  const { io } = await orders(["cancel", ORDER.id], { status: 202, body: { ...ORDER, status: "CANCELLED" } });
  expect(io.noted.at(-1)).toBe("The order is cancelled.");
});

test("a cancel that comes too late is a no, with why", async () => {
  const { exitCode, io } = await orders(["cancel", ORDER.id], {
    status: 409,
    body: { code: "order.cancel-too-late", detail: "The order is past its point of no return." },
  });
  expect(exitCode).toBe(1);
  expect(io.noted.at(-1)).toContain("past its point of no return");
});
