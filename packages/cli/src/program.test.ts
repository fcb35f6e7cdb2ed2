import { DEFAULT_MESSAGES } from "@accession/core/notifications/default-messages";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { expect, test } from "vitest";
import { makeProgram } from "./program.ts";
import { recordingIo } from "./testing/recording-io.ts";

const texts = Object.values(DEFAULT_MESSAGES).flatMap((message) => Object.values(message));
const commands = texts.flatMap((text) =>
  [...text.matchAll(/^accession ([a-z -]+)/gm)].map(([, words]) => words),
);

test("a message that tells a person what to run names a command that there is", () => {
  expect(commands.length).toBeGreaterThan(0);
  for (const words of commands) {
    let command: CommandUnknownOpts | undefined = makeProgram(recordingIo());
    for (const word of words.trim().split(" "))
      command = command?.commands.find((one) => one.name() === word);
    expect(command?.name(), words).toBeDefined();
  }
});
