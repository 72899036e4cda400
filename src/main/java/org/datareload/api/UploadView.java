package org.datareload.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.landing.Upload;
import org.datareload.landing.Uploads;

/** An upload as the API shows it. Its URLs are secrets. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UploadView(
    String id,
    String name,
    String key,
    long size,
    String method,
    String url,
    Map<String, String> headers,
    Instant expiresAt,
    Long partSize,
    Integer parts,
    List<PartUrl> urls,
    Integer next,
    List<Arrived> arrived) {
  private static final int MAX_URLS = 100;

  record PartUrl(int part, long size, String url) {}

  record Arrived(int part, long size) {}

  /**
   * @param from the first part to sign, from 1
   * @param count how many parts to sign, up to 100
   * @param arrived the parts that the store has, null if it was not asked
   */
  static UploadView of(Uploads uploads, Upload upload, int from, int count, List<Arrived> arrived) {
    if (!upload.isMultipart()) {
      var signed = uploads.sign(upload);
      return view(upload, signed.url(), signed.headers(), signed.expiresAt(), null, null, arrived);
    }
    var urls = new ArrayList<PartUrl>();
    var expiresAt = Instant.now();
    var last = Math.min(upload.parts(), from + Math.min(count, MAX_URLS) - 1);
    for (var part = from; part <= last; part++) {
      var signed = uploads.sign(upload, part);
      urls.add(new PartUrl(part, upload.sizeOf(part), signed.url()));
      expiresAt = signed.expiresAt();
    }
    var next = last < upload.parts() ? (Integer) (last + 1) : null;
    return view(upload, null, Map.of(), expiresAt, urls, next, arrived);
  }

  private static UploadView view(
      Upload upload,
      String url,
      Map<String, String> headers,
      Instant expiresAt,
      List<PartUrl> urls,
      Integer next,
      List<Arrived> arrived) {
    return new UploadView(
        upload.id(),
        upload.name(),
        upload.key(),
        upload.size(),
        "PUT",
        url,
        headers,
        expiresAt,
        upload.partSize(),
        upload.isMultipart() ? upload.parts() : null,
        urls,
        next,
        arrived);
  }

  @Override
  public String toString() {
    return "upload " + id;
  }
}
