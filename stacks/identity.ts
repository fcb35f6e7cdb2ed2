import { handlerArgs } from "../infra/functions.ts";
import { userPool } from "../infra/identity.ts";

/** Users sign in here; the trigger puts their tenant and scopes into the access token. */
export const { pool, client } = userPool("Users", {
  tokenTrigger: handlerArgs("add-tenant-claims", {
    handler: "packages/functions/src/identity/add-tenant-claims",
    timeoutSeconds: 5,
  }),
});
