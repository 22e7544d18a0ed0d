-- Whether the database answers.
-- row: one, always
SELECT 1 AS alive;
