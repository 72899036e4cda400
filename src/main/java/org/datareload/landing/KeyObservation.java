package org.datareload.landing;

import org.datareload.store.StoredObject;

/**
 * What the store said of a key, and what was known of the key before it was asked. An answer counts
 * only while that is still so; else another look was faster, and the store is asked again.
 *
 * @param before the id of the file whose object stood at the key, or null
 * @param object what stands at the key, or null
 */
record KeyObservation(String key, String before, StoredObject object) {}
