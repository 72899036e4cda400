-- What the store refuses to delete now, as a sentence; NULL for nothing. Before, it was in the note.
ALTER TABLE execution ADD COLUMN refused VARCHAR(2000);
