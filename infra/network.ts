import { region } from "./account.ts";
import { stage } from "./stage.ts";

/** Private subnets for the database and for the functions that link it. */
export const vpc = new sst.aws.Vpc("Network", { az: 2, nat: stage.nat });

/** S3 and DynamoDB are reached without the NAT: it bills each gigabyte. */
for (const service of ["s3", "dynamodb"]) {
  new aws.ec2.VpcEndpoint(`NetworkEndpoint${service === "s3" ? "S3" : "Dynamo"}`, {
    vpcId: vpc.id,
    vpcEndpointType: "Gateway",
    serviceName: $interpolate`com.amazonaws.${region}.${service}`,
    routeTableIds: vpc.nodes.privateRouteTables.apply((tables) => tables.map((table) => table.id)),
  });
}
