/**
 * From the commit to the end: manifests, retirement, trash, clean-up of the landing zone, rollback,
 * and the deletion of datasets. Owns the table {@code purge}. Under the fence it also moves {@code
 * execution}, settles its rows of {@code file} and sets the live content in {@code dataset}; the
 * deletion of a dataset deletes its rows in all tables. Deletes sources and old content only after
 * the commit.
 */
package org.datareload.publication;
