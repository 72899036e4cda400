/**
 * Executions: acceptance, the dataset's lock, leases and fences, states. Owns the tables {@code
 * execution} and {@code waiting_trigger}; every write of a run names its fence and state. The
 * transactions that accept, reject or end an execution also claim selected rows of {@code file},
 * keep {@code file_count}, and insert the {@code mail}, since none of these may happen without the
 * others. Never calls the store.
 */
package org.datareload.execution;
