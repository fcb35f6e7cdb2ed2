-- What studies are searched by. Generated from what the files hold, so that every writer keeps it, and in the order
-- of code points (collation "C"): beginnings are ranges there, whatever the database's own order is. LIKE would be of
-- no use: it is not leakproof, so row-level security keeps it from the indexes.

-- A name as it is compared: without case, accents, apostrophes; whatever parts it, one space. Typographic variants of
-- letters are one (NFKD). An `ü` is a `u`: that some write it `ue` is beyond a folding. Ingestion folds with every
-- batch, so both functions are such that Postgres puts them in line, and plain names are spared the long way.
create function fold_name(name text) returns text
  language sql immutable parallel safe
  return ltrim(regexp_replace(
    case when octet_length(name) = length(name) then lower(translate(name, '''`', '') collate pg_c_utf8)
    else translate(
      replace(replace(replace(replace(
        lower(regexp_replace(normalize(name, nfkd), '[\u0300-\u036f''`\u2019\u02bc]', '', 'g') collate pg_c_utf8),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
      'øłđðħı', 'olddhi')
    end,
    '[\s^,.=_-]+', ' ', 'g'));

-- One component group of a person name (PS3.5 section 6.2.1.2: alphabetic, ideographic, phonetic) as it is indexed:
-- its first 64 characters, and a space at the end, so that a whole part can be asked for.
create function folded_name_group(name text, number integer) returns text
  language sql immutable parallel safe
  return case when number = 1 or position('=' in name) > 0
    then nullif(left(rtrim(fold_name(split_part(name, '=', number))), 64) || ' ', ' ') end;

alter table study
  add column name_alphabetic text collate "C" generated always as (folded_name_group(patient_name, 1)) stored,
  add column name_ideographic text collate "C" generated always as (folded_name_group(patient_name, 2)) stored,
  add column name_phonetic text collate "C" generated always as (folded_name_group(patient_name, 3)) stored,
  -- YYYYMMDD (DA, PS3.5 section 6.2; old files write YYYY.MM.DD); empty where the study has no date of that form.
  add column sort_date text collate "C" not null generated always as (
    case
      when length(study_date) = 8 and translate(study_date, '0123456789', '') = '' then study_date
      when study_date ~ '^[0-9]{4}\.[0-9]{2}\.[0-9]{2}$' then replace(study_date, '.', '')
      else ''
    end) stored;

drop index study_by_date;
-- The order of every search, so a page of many is read in order and no further.
create index study_by_date on study (tenant_id, sort_date, id);
create index study_by_alphabetic_name on study (tenant_id, name_alphabetic);
create index study_by_ideographic_name on study (tenant_id, name_ideographic) where name_ideographic is not null;
create index study_by_phonetic_name on study (tenant_id, name_phonetic) where name_phonetic is not null;
create index study_arriving on study (tenant_id, sort_date, id) where completed_version < arrival_version;
