-- Changes the address of the organisation acted in; what is empty or absent stays as it was.
-- $1 address1, $2 address2, $3 city, $4 zip code, $5 state, $6 country
-- row: tag; none without an organisation or for who may not
UPDATE prefd.orgs
   SET address1 = coalesce(nullif($1::text, ''), address1), address2 = coalesce(nullif($2::text, ''), address2),
       city = coalesce(nullif($3::text, ''), city), zip_code = coalesce(nullif($4::text, ''), zip_code),
       state = coalesce(nullif($5::text, ''), state), country = coalesce(nullif($6::text, ''), country)
 WHERE id = prefd.current_org_id()
RETURNING concat_ws('-', id, version) AS tag;
