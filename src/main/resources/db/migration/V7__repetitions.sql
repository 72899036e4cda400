-- Which request with an Idempotency-Key the execution answers: the same two hashes as in repetition.
-- It is written in the transaction that accepts, so it holds where the answer was lost.
ALTER TABLE execution ADD COLUMN repetition VARCHAR(64);
ALTER TABLE execution ADD COLUMN request VARCHAR(64);
CREATE UNIQUE INDEX execution_of_repetition ON execution (repetition);
