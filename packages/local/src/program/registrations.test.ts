import { expect, it } from "vitest";
import { Registrations } from "./registrations.ts";

const FUNCTION = "aws:lambda/function:Function";

it("is done when every resource is made and every function component has declared its function", async () => {
  const registrations = new Registrations();
  registrations.component("sst:aws:Function", "GetOrder");
  const made = Promise.withResolvers<string>();
  let done = false;
  const whenDone = registrations.done().then(() => {
    done = true;
  });
  const resource = registrations.resource(FUNCTION, "GetOrderFunction", made.promise);
  expect(done).toBe(false);
  made.resolve("arn");
  await whenDone;
  expect(await resource).toBe("arn");
  expect(registrations.hasFailed).toBe(false);
});

it("fails with the first failure, although what waits for the failed one waits for ever", async () => {
  const registrations = new Registrations();
  void registrations.resource("aws:s3/bucket:Bucket", "Uploads", new Promise(() => undefined));
  const whenDone = registrations.done();
  registrations.fail(new Error("the handler does not build"));
  registrations.fail(new Error("and so it has no code"));
  await expect(whenDone).rejects.toThrow("the handler does not build");
  await expect(registrations.failed).rejects.toThrow("the handler does not build");
  expect(registrations.hasFailed).toBe(true);
});
