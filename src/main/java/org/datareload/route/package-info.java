/**
 * The Camel routes: when, where to, how often, and who answers. They order the steps of the other
 * packages; the edges that users edit are in {@code routes/*.camel.yaml}. Owns no table. Holds no
 * rule that protects data: a step that a route calls at the wrong time finds no row to change.
 * Bytes of files never enter an exchange, and text of strangers never enters an endpoint URI.
 */
package org.datareload.route;
