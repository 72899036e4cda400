package org.datareload.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.landing.Upload;
import org.datareload.landing.Uploads;

/** An upload as the API shows it. Its addresses are secrets. */
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
  /** Addresses of parts that are signed at a time. */
  private static final int PARTS_AT_ONCE = 100;

  record PartUrl(int part, long size, String url) {}

  record Arrived(int part, long size) {}

  /**
   * @param from the first part to sign
   * @param arrived null where the store was not asked
   */
  static UploadView of(Uploads uploads, Upload upload, int from, List<Arrived> arrived) {
    if (!upload.isMultipart()) {
      var signed = uploads.sign(upload);
      return new UploadView(
          upload.id(),
          upload.name(),
          upload.key(),
          upload.size(),
          "PUT",
          signed.url(),
          signed.headers(),
          signed.expiresAt(),
          null,
          null,
          null,
          null,
          arrived);
    }
    var urls = new ArrayList<PartUrl>();
    Instant expiresAt = Instant.now();
    var last = Math.min(upload.parts(), from + PARTS_AT_ONCE - 1);
    for (var part = from; part <= last; part++) {
      var signed = uploads.sign(upload, part);
      urls.add(new PartUrl(part, upload.sizeOf(part), signed.url()));
      expiresAt = signed.expiresAt();
    }
    return new UploadView(
        upload.id(),
        upload.name(),
        upload.key(),
        upload.size(),
        "PUT",
        null,
        Map.of(),
        expiresAt,
        upload.partSize(),
        upload.parts(),
        urls,
        last < upload.parts() ? (Integer) (last + 1) : null,
        arrived);
  }

  @Override
  public String toString() {
    return "upload " + id;
  }
}
