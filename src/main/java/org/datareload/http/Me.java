package org.datareload.http;

/** The caller, as the program knows him. */
record Me(String id, String mail, boolean admin) {}
