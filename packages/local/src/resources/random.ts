import { randomBytes } from "node:crypto";
import type { Family } from "./kind.ts";

/** Drawn once: what was drawn is kept with the other attributes of the program. */
export const random: Family = {
  "random:index/randomBytes:RandomBytes": {
    make: async ({ name, inputs }) => {
      const bytes = randomBytes(inputs["length"]);
      return { id: name, state: { ...inputs, base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
    },
  },
  "random:index/randomPassword:RandomPassword": {
    make: async ({ name, inputs }) => ({
      id: name,
      state: {
        ...inputs,
        result: randomBytes(inputs["length"]).toString("base64url").slice(0, inputs["length"]),
      },
    }),
  },
};
