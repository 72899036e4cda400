-- Who has the letter already, separated by commas, while others are still to get it.
ALTER TABLE mail ADD COLUMN served VARCHAR(20000);
