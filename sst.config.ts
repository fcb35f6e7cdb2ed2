/** The only description of the system. `sst deploy` reads it on AWS, `packages/local` on one machine. */
export default $config({
  app(input) {
    const production = input.stage === "production";
    return {
      name: "accession",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      providers: { aws: "7.20.0", random: "4.16.6" },
    };
  },
  async run() {
    await import("./infra/function-defaults.ts");

    await import("./stacks/database.ts");
    await import("./stacks/ingestion.ts");
    await import("./stacks/studies.ts");
    await import("./stacks/orders.ts");
    await import("./stacks/notifications.ts");
    await import("./stacks/matching.ts");
    await import("./stacks/outbox.ts");
    await import("./stacks/identity.ts");
    const { outputs } = await import("./stacks/api.ts");
    // Last: it works on every queue and rule that the others declared.
    await import("./stacks/operations.ts");
    await import("./stacks/verification.ts");
    return outputs;
  },
});
