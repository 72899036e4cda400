-- Answers that were kept with the secret addresses of uploads.
DELETE FROM repetition WHERE answer LIKE '%X-Amz-Signature%';
