package org.datareload.store;

/**
 * How a bucket's store describes objects, as learned at start-up from objects whose bytes are
 * known.
 *
 * @param md5Etags the ETag of a plain object is the MD5 of its bytes
 * @param copiedEtags the ETag in the response to a copy is that of the copy
 * @param listedEtags listings have the same ETags as HEAD; else they are passed on as ""
 * @param listsAtOnce a listing shows an object as soon as it is overwritten
 * @param sameTimes listings and HEAD agree on times within a second; else those of HEAD count as
 *     unknown
 * @param conditionEtags conditions accept the ETags of HEAD; else copies are made without them, and
 *     checked afterwards
 */
record StoreTraits(
    boolean md5Etags,
    boolean copiedEtags,
    boolean listedEtags,
    boolean listsAtOnce,
    boolean sameTimes,
    boolean conditionEtags) {
  /** As Amazon S3. */
  static final StoreTraits USUAL = new StoreTraits(true, true, true, true, true, true);
}
