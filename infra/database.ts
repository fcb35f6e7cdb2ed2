import { vpc } from "./network.ts";
import { production, stage, stageName } from "./stage.ts";

/** The login of the functions: not the owner of the tables, so row-level security binds it. */
const APP_USER = "accession_app";
const OWNER_USER = "accession_owner";

const appPassword = new random.RandomPassword("DatabaseAppPassword", { length: 32, special: false });

const database = new sst.aws.Aurora("Database", {
  engine: "postgres",
  // SST's default version is the major one, 17: Aurora chooses the minor, and upgrades of it are no change here.
  username: OWNER_USER,
  database: "accession",
  vpc,
  scaling: { min: stage.database.min, max: stage.database.max },
  proxy: { credentials: [{ username: APP_USER, password: appPassword.result }] },
  transform: {
    cluster: (args) => {
      args.backupRetentionPeriod = production ? 35 : 1;
      args.deletionProtection = production;
      args.skipFinalSnapshot = !production;
      args.finalSnapshotIdentifier = stageName("final");
      args.copyTagsToSnapshot = true;
      args.enabledCloudwatchLogsExports = ["postgresql"];
    },
    clusterParameterGroup: (args) => {
      args.parameters = [
        { name: "rds.force_ssl", value: "1" },
        // The details of an error quote the row that it is about, and this log goes to CloudWatch.
        { name: "log_error_verbosity", value: "terse" },
      ];
    },
    proxy: (args) => {
      args.requireTls = true;
      args.idleClientTimeout = 900;
    },
  },
});

const writer = database.nodes.cluster;
if (writer === undefined) throw new Error("Aurora has no cluster: SST's dev mode is not used here");

const address = { host: database.host, port: database.port, database: database.database };

/** How functions reach Postgres: through the proxy, as the login that row-level security binds. */
export const appDatabase = new sst.Linkable("AppDatabase", {
  properties: { ...address, username: APP_USER, password: appPassword.result },
});

/** How migrations reach it: the writer itself (the proxy would pin the session), as the owner. */
export const ownerDatabase = new sst.Linkable("OwnerDatabase", {
  properties: {
    ...address,
    host: writer.endpoint,
    username: OWNER_USER,
    password: database.password,
  },
});
