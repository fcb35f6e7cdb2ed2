/* Written by the local system from the links of the SST program, as `sst deploy` writes it. Do not edit. */
import "sst"
declare module "sst" {
  export interface Resource {
    "AppDatabase": { "database": string, "host": string, "password": string, "port": number, "type": "sst.sst.Linkable", "username": string }
    "Bus": { "name": string, "type": "sst.sst.Linkable" }
    "DeadLetters": { "queues": string, "type": "sst.sst.Linkable" }
    "IdempotencyTable": { "name": string, "type": "sst.sst.Linkable" }
    "IngestQueue": { "type": "sst.sst.Linkable", "url": string }
    "MailSender": { "address": string, "type": "sst.sst.Linkable" }
    "OrderSaga": { "arn": string, "type": "sst.sst.Linkable" }
    "OrdersTable": { "name": string, "type": "sst.sst.Linkable" }
    "OwnerDatabase": { "database": string, "host": string, "password": string, "port": number, "type": "sst.sst.Linkable", "username": string }
    "Replays": { "archiveLagSeconds": number, "archives": string, "namePrefix": string, "rules": string, "type": "sst.sst.Linkable" }
    "StudyQuietQueue": { "type": "sst.sst.Linkable", "url": string }
    "Uploads": { "name": string, "type": "sst.sst.Linkable" }
  }
}
export {}
