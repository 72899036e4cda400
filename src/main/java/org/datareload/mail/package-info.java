/**
 * Mails: the outbox, their text, the results of delivery, and the summary report. Owns the tables
 * {@code mail} and {@code report}; {@code execution} inserts the mail of an execution. Also marks
 * rows of {@code landing_problem} as mailed. Sends nothing itself: routes do.
 */
package org.datareload.mail;
