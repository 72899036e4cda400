/**
 * Reads and checks the settings, opens database, store and queue, and wires all objects by their
 * types. Starts and stops the program. Owns no table, but the schema as a whole: it runs the
 * migrations. Decides nothing about datasets; nothing is opened before all settings are valid.
 */
package org.datareload.config;
