package org.datareload.landing;

/**
 * What became of the records of one message.
 *
 * @param accepted told something new: a row changed, or a trigger file got its execution
 * @param known told what was known before, as a message does that is delivered twice
 * @param refused were about other buckets, other kinds of events, or keys that no dataset loads
 */
public record EventCounts(int accepted, int known, int refused) {}
