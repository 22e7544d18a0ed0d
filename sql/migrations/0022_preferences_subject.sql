-- Checks and generated columns are texts that PostgreSQL reads for every statement that writes, a third of what a change of
-- preferences took, also where it cannot change what they speak of. What a document is a domain says, which a session reads once;
-- whose a row is a trigger says when the row is made (keep_preferences_subject). No row is written anew.

SET ROLE prefd_admin;

DROP FUNCTION IF EXISTS prefd.effective_preferences(bigint); -- made again; its column's type could not be altered

RESET ROLE;
SET ROLE prefd_owner;

CREATE DOMAIN prefd.preferences_document AS jsonb;

ALTER TABLE prefd.preferences
  DROP CONSTRAINT IF EXISTS preferences_one_subject,
  DROP CONSTRAINT IF EXISTS preferences_document_object,
  ALTER COLUMN account_id DROP EXPRESSION IF EXISTS,
  ALTER COLUMN named_team_id DROP EXPRESSION IF EXISTS,
  ALTER COLUMN document TYPE prefd.preferences_document;

-- After the column has its type: a domain with a constraint would have the table written anew.
ALTER DOMAIN prefd.preferences_document ADD CONSTRAINT preferences_document_object CHECK (jsonb_typeof(VALUE) = 'object');

-- The tag that a request expects is judged where the row is written (write_preferences).
DROP TRIGGER IF EXISTS preferences_precondition ON prefd.preferences;
DROP TRIGGER IF EXISTS preferences_precondition_of_first ON prefd.preferences;

-- One policy of what is there to see serves all commands now.
DROP POLICY IF EXISTS preferences_read ON prefd.preferences;

RESET ROLE;
