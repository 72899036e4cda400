-- Old entries go, the oldest first.
CREATE INDEX audit_by_age ON audit (happened_at);

-- How many uploads a user has in flight.
CREATE INDEX upload_of_principal ON upload (principal);
