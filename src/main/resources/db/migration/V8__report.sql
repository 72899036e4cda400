-- The periods whose summary report was sent, so that one process sends it.
CREATE TABLE report (
    -- a date such as 2026-11-28, or a week such as 2026-W48
    period  VARCHAR(10) NOT NULL PRIMARY KEY,
    sent_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
