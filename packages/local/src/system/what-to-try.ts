import type { RunningSystem } from "./running-system.ts";

/** What `dev` prints when it stays up. */
export function whatToTry({ endpoints, folder }: RunningSystem): string {
  return `
The system is up until Ctrl-C. What you change in the sources goes live; what is in it is there again next time.

  API            ${endpoints.api}
  AWS endpoint   ${endpoints.aws.endpoint} (region ${endpoints.aws.region}, key "test", secret "test")
  Uploads        s3://${endpoints.uploadsBucket}/tenants/demo/uploads/
  Postgres       ${endpoints.databaseUrl}
  Logs           ${folder}/engine.log
  All of it      .accession/endpoints.json

In another terminal:

  pnpm accession upload some/folder --tenant demo --wait
  pnpm accession studies list
  pnpm accession orders place --sku GADOLINIUM-10ML --quantity 2
  pnpm accession trace ord_…
  curl -H "authorization: Bearer $(pnpm -s accession token --tenant demo)" ${endpoints.api}/v1/orders
`;
}
