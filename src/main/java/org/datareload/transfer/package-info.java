/**
 * From an accepted execution to verified copies: the plan and the copying. Owns the table {@code
 * file_copy}. Planning also claims and releases rows of {@code file}, with {@code file_count}, and
 * sets the counts of {@code execution}, in one transaction under the fence. Deletes no object and
 * overwrites none of another execution.
 */
package org.datareload.transfer;
