/** How the database's owner is reached. One of the few readers of `Resource`. */
import type { PostgresAccess } from "@accession/aws/postgres/postgres-pool";
import { Resource } from "sst";

/** Needs the links `OwnerDatabase` and `AppDatabase`: the migrations set the password of the functions' role. */
export function ownerAccess(): { readonly owner: PostgresAccess; readonly appPassword: string } {
  return { owner: Resource.OwnerDatabase, appPassword: Resource.AppDatabase.password };
}
