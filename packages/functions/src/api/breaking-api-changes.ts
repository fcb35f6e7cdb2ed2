/**
 * What a change of the API's description breaks for clients of today. A request must still be accepted, an answer must
 * still have what it had; new routes, optional fields and statuses are fine. Schemas of answers may gain values.
 */

type Json = Readonly<Record<string, unknown>>;

/** One sentence per break, with the place; none when clients of today go on. */
export function breakingApiChanges(before: unknown, after: unknown): string[] {
  return Object.entries(at(before, "paths")).flatMap(([path, item]) =>
    Object.entries(record(item)).flatMap(([method, operation]) => {
      const place = `${method.toUpperCase()} ${path}`;
      const now = at(after, "paths", path, method);
      if (Object.keys(now).length === 0) return [`${place}: was removed`];
      return [
        ...parameters(operation, now, place),
        ...request(before, after, operation, now, place),
        ...answers(before, after, operation, now, place),
      ];
    }),
  );
}

function parameters(before: unknown, after: unknown, place: string): string[] {
  const known = new Set(parametersOf(before).map(nameOf));
  const left = new Set(parametersOf(after).map(nameOf));
  const required = new Set(
    parametersOf(before)
      .filter((parameter) => parameter["required"] === true)
      .map(nameOf),
  );
  return [
    ...[...known].filter((name) => !left.has(name)).map((name) => `${place}: ${name} was removed`),
    ...parametersOf(after)
      .filter((parameter) => parameter["required"] === true && !required.has(nameOf(parameter)))
      .map((parameter) => `${place}: ${nameOf(parameter)} is required now`),
  ];
}

function request(before: unknown, after: unknown, old: unknown, now: unknown, place: string): string[] {
  const schemaOf = (operation: unknown) =>
    at(operation, "requestBody", "content", "application/json", "schema");
  const taken = record(at(old, "requestBody"))["required"] === true;
  const needed = at(now, "requestBody")["required"] === true && !taken;
  const body = Object.keys(schemaOf(old)).length > 0;
  return [
    ...(needed ? [`${place}: the body is required now`] : []),
    ...(body ? fields(before, after, schemaOf(old), schemaOf(now), `${place} body`, "request") : []),
  ];
}

function answers(before: unknown, after: unknown, old: unknown, now: unknown, place: string): string[] {
  return Object.keys(at(old, "responses"))
    .filter((status) => Number(status) < 400)
    .flatMap((status) => {
      const schemaOf = (operation: unknown) =>
        at(operation, "responses", status, "content", "application/json", "schema");
      if (Object.keys(at(now, "responses", status)).length === 0) return [`${place}: ${status} was removed`];
      return fields(before, after, schemaOf(old), schemaOf(now), `${place} ${status}`, "answer");
    });
}

/** Fields of both, through objects, arrays, unions and references. */
function fields(
  before: unknown,
  after: unknown,
  oldRef: Json,
  nowRef: Json,
  place: string,
  part: "request" | "answer",
): string[] {
  const [old, now] = [resolve(before, oldRef), resolve(after, nowRef)];
  const deeper = (a: unknown, b: unknown, where: string) =>
    fields(before, after, record(a), record(b), where, part);
  const [was, is] = [at(old, "properties"), at(now, "properties")];
  const [needed, needs] = [namesOf(old["required"]), namesOf(now["required"])];
  const tighter = part === "request" ? [...needs].filter((name) => !needed.has(name)) : [];
  const looser =
    part === "answer" ? [...needed].filter((name) => is[name] !== undefined && !needs.has(name)) : [];
  return [
    ...(JSON.stringify(old["type"]) === JSON.stringify(now["type"]) ? [] : [`${place}: has another type`]),
    ...Object.keys(was).flatMap((name) =>
      is[name] === undefined
        ? [`${place}/${name}: was removed`]
        : deeper(was[name], is[name], `${place}/${name}`),
    ),
    ...tighter.map((name) => `${place}/${name}: is required now`),
    ...looser.map((name) => `${place}/${name}: is not always there any more`),
    ...(part === "request" ? valuesLost(old, now, place) : []),
    ...(old["items"] === undefined ? [] : deeper(old["items"], now["items"], `${place}/items`)),
    ...["anyOf", "oneOf"].flatMap((keyword) =>
      listOf(old[keyword]).flatMap((one, index) =>
        deeper(one, listOf(now[keyword])[index], `${place}/${keyword}/${index}`),
      ),
    ),
  ];
}

function valuesLost(old: Json, now: Json, place: string): string[] {
  if (now["enum"] === undefined) return [];
  const left = new Set(listOf(now["enum"]));
  if (old["enum"] === undefined) return [`${place}: takes certain values only`];
  return listOf(old["enum"])
    .filter((value) => !left.has(value))
    .map((value) => `${place}: ${String(value)} is not taken any more`);
}

function resolve(document: unknown, schema: Json): Json {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(String(schema["$ref"]))?.[1];
  return name === undefined ? schema : at(document, "components", "schemas", name);
}

function parametersOf(operation: unknown): Json[] {
  return listOf(record(operation)["parameters"]).map(record);
}

const nameOf = (parameter: Json) => `${String(parameter["in"])} ${String(parameter["name"])}`;

function at(value: unknown, ...path: readonly string[]): Json {
  return path.reduce((found, key) => record(found[key]), record(value));
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const namesOf = (value: unknown) => new Set(listOf(value).map(String));
