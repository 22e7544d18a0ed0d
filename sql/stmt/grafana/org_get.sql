-- The organisation acted in.
-- row: body; no row when there is none
SELECT row_to_json(shown) AS body
  FROM (SELECT o.id, o.name,
               json_build_object('address1', o.address1, 'address2', o.address2, 'city', o.city, 'zipCode', o.zip_code,
                                 'state', o.state, 'country', o.country) AS address
          FROM prefd.orgs o WHERE o.id = prefd.current_org_id()) shown;
