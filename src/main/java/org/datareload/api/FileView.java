package org.datareload.api;

import java.time.Instant;
import org.datareload.landing.LandingFile;

/** A landed file as the API shows it. */
record FileView(
    String id,
    String name,
    String key,
    long size,
    String status,
    String reason,
    String userId,
    Instant landedAt,
    String executionId) {
  static FileView of(LandingFile file) {
    return new FileView(
        file.id(),
        file.name(),
        file.object().key(),
        file.object().size(),
        file.status().word(),
        file.reason(),
        file.userId(),
        file.landedAt(),
        file.executionId());
  }
}
