"""Keyed preferences as SelfCommunity's API has them (facts: selfcommunity 1 to 9)."""

from model.world import Facts, Item, Said


class SelfCommunity(Facts):
    def _items_of(self, request, owner):
        """The organisation and the owner; owner: a person, or None for 'me'."""
        caller = request.caller
        acting, role = self.acts(request)
        person = owner or caller.person
        if person is not caller.person and not self.is_platform(caller) and role != "Admin":
            raise Said(403, refusal="permission_denied")
        if person is caller.person:
            org = self.orgs.get(acting)
            if org is None:
                raise Said(403, refusal="permission_denied")
            return org, person
        org = self.where_found(acting, person) if self.is_platform(caller) else self.orgs[acting]
        if org is None or person.id not in org.members:
            raise Said(404, refusal="not_found")
        return org, person

    def _item(self, org, person, number):
        item = org.items.get(number)
        if item is None or item.owner != person.id:
            raise Said(404, refusal="not_found")
        return item

    def _fields(self, org, person, body, needed, own=None):
        """The members of a body, checked; own: the item that may keep its key."""
        if not isinstance(body, dict):
            raise Said(400, refusal="parse_error" if isinstance(body, bytes) else (("non_field_errors", "invalid"),))
        wrong, key = {}, body.get("key")
        for name in ("key", "value"):
            if name not in body and needed:
                wrong[name] = "required"
            elif name in body and body[name] is None:
                wrong[name] = "null"
        if isinstance(key, (bool, list, dict)):
            wrong["key"] = "invalid"
        elif key is not None and not str(key).strip():
            wrong["key"] = "blank"
        if wrong:
            raise Said(400, refusal=tuple(sorted(wrong.items())))
        fields = {name: body[name] for name in ("key", "value") if name in body}
        if "key" in fields:
            fields["key"] = str(fields["key"]).strip()
            taken = [item for item in org.items.values() if item.owner == person.id and item.key == fields["key"] and item is not own]
            if taken:
                raise Said(400, refusal=(("key", "unique"),))
        return fields

    def list_items(self, request, owner, search, limit, offset):
        org, person = self._items_of(request, owner)
        found = [item for number, item in sorted(org.items.items()) if item.owner == person.id and search in (None, item.key)]
        page = [self._shown(item) for item in found[offset:offset + (limit or 20)]]
        more = offset + (limit or 20) < len(found)
        return Said(200, lambda body: (body["count"], body["results"], body["next"] is not None, body["previous"] is not None)
                    == (len(found), page, more, offset > 0))

    def _shown(self, item):
        return {"id": item.id, "user_id": item.owner, "key": item.key, "value": item.value, "created_at": item.created,
                "last_updated_at": item.updated}

    def _told(self, item):
        return ("item", item.id), self._shown(item), item.writes

    def get_item(self, request, owner, number):
        item = self._item(*self._items_of(request, owner), number)
        self.expect(request, *self._told(item))
        return Said(200, self._shown(item), resource=self._told(item), also={304} if request.open else ())

    def make_item(self, request, owner):
        org, person = self._items_of(request, owner)
        self.once(request, org)
        fields = self._fields(org, person, request.body, True)

        def commit(answer):
            body = answer.json()
            org.items[body["id"]] = Item(body["id"], person.id, fields["key"], fields["value"], body["created_at"], body["last_updated_at"])
        return self.done(request, org, Said(201, lambda body: body["id"] > max(org.items, default=0) and self._is_so(body, person, fields)
                          and body["created_at"] == body["last_updated_at"], commit=commit))

    def _is_so(self, body, person, fields):
        return (body["user_id"], body["key"], body["value"]) == (person.id, fields["key"], fields["value"])

    def write_item(self, request, owner, number):
        """PUT and PATCH."""
        org, person = self._items_of(request, owner)
        self.once(request, org)
        item = self._item(org, person, number)
        self.expect(request, *self._told(item))
        body = {} if request.body is None else request.body
        fields = {"key": item.key, "value": item.value, **self._fields(org, person, body, request.method == "PUT", item)}

        def is_so(body):
            return (self._is_so(body, person, fields) and (body["id"], body["created_at"]) == (number, item.created)
                    and body["last_updated_at"] > item.updated)

        def commit(answer):
            item.key, item.value, item.updated = fields["key"], fields["value"], answer.json()["last_updated_at"]
            item.writes += 1
        return self.done(request, org, Said(200, is_so, commit=commit, resource=lambda: self._told(item)))

    def delete_item(self, request, owner, number):
        org, person = self._items_of(request, owner)
        self.once(request, org)
        item = self._item(org, person, number)
        self.expect(request, *self._told(item))
        return self.done(request, org, Said(204, commit=lambda _: org.items.pop(number)))
