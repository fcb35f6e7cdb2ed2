/** Functions of a session that draw from a seed: the same rows come out whatever order they are made in. */
export function drawFunctions(seed: number): string {
  if (!Number.isInteger(seed)) throw new RangeError("a seed is a whole number");
  return `
    create function pg_temp.draw(n bigint, salt int, upto int) returns int language sql immutable parallel safe
      return ((hashint8extended(n * 64 + salt, ${seed}) & 9223372036854775807) % upto)::int;
    create function pg_temp.pick(n bigint, salt int, choices text[]) returns text language sql immutable parallel safe
      return choices[1 + ((hashint8extended(n * 64 + salt, ${seed}) & 9223372036854775807) % cardinality(choices))::int];
    create function pg_temp.uuid_at(at timestamptz, n bigint, salt int) returns uuid
      language sql stable parallel safe
      return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
        || substr(md5(n || '/' || salt || '/${seed}'), 1, 3) || '8'
        || substr(md5(n || '/' || salt || '/${seed}'), 4, 15))::uuid;
    create function pg_temp.uid_of(id uuid) returns text language sql immutable parallel safe
      return '2.25.' || ('x' || substr(replace(id::text, '-', ''), 1, 15))::bit(60)::bigint
        || ('x' || substr(replace(id::text, '-', ''), 16, 15))::bit(60)::bigint;`;
}

/** Beginnings and ends that make some 300 family names; every thirtieth patient has a Japanese one. */
export const FAMILY_HEADS = [
  ...[
    "Mül",
    "Schmi",
    "Schnei",
    "Fi",
    "We",
    "Mey",
    "Wag",
    "Beck",
    "Schulz",
    "Hoff",
    "Schäf",
    "Koch",
    "Bau",
    "Richt",
  ],
  ...["Kle", "Wol", "Schrö", "Neu", "Schwa", "Zimmer"],
];
export const FAMILY_TAILS = [
  ...[
    "ler",
    "dt",
    "der",
    "scher",
    "ber",
    "er",
    "ner",
    "mann",
    "e",
    "in",
    "ert",
    "ow",
    "feld",
    "hausen",
    "łowski",
  ],
];
export const GIVEN_NAMES = [
  ...[
    "Anna",
    "Ben",
    "Clara",
    "David",
    "Élodie",
    "Finn",
    "Greta",
    "Hans",
    "Ida",
    "Jörg",
    "Karla",
    "Lukas",
    "Mia",
  ],
  ...["Noah", "Olga", "Paul", "Renée", "Søren", "Tim", "Ulla", "Viktor", "Wanda", "Yasmin", "Zoë"],
];
export const JAPANESE_NAMES = [
  "Yamada^Tarou=山田^太郎=やまだ^たろう",
  "Suzuki^Hanako=鈴木^花子=すずき^はなこ",
  "Satou^Ken=佐藤^健=さとう^けん",
];
