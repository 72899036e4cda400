-- Wrong passwords count by the pair of user and network; for the user and for the network alone
-- they are limited by the minute. All subjects are hashes, and none that was counted before is one
-- of these.
DELETE FROM login_failure;
-- when the pair's refused sign-in was last written to the audit log
ALTER TABLE login_failure ADD COLUMN audited_at TIMESTAMP WITH TIME ZONE;

-- Pairs of user and network that signed in well, by their hash.
CREATE TABLE known_address (
    subject VARCHAR(64) NOT NULL PRIMARY KEY,
    used_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE INDEX known_address_use ON known_address (used_at);
