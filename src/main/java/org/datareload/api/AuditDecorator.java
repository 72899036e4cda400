package org.datareload.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.security.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that whatever changes something is in the audit, without each having to think of it.
 */
final class AuditDecorator {
  private static final Logger LOG = LoggerFactory.getLogger(AuditDecorator.class);

  /** What changes nothing though it is no GET, or writes its own audit. */
  private static final Set<String> UNSEEN = Set.of("previewSelection", "signIn");

  private final AuditLog auditLog;
  private final Datasets datasets;

  AuditDecorator(AuditLog auditLog, Datasets datasets) {
    this.auditLog = requireNonNull(auditLog, "audits is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
  }

  Function<ApiRequest, ApiResponse> of(Function<ApiRequest, ApiResponse> operation) {
    return call -> {
      if (call.credentials().isSafe() || UNSEEN.contains(call.operation())) {
        return operation.apply(call);
      }
      // Afterwards it may be gone, or only then be there.
      var before = dataset(call);
      var answer = operation.apply(call);
      if (answer.status() < 300) {
        record(call, before.or(() -> dataset(call)), answer);
      }
      return answer;
    };
  }

  private void record(ApiRequest call, Optional<Dataset> dataset, ApiResponse answer) {
    try {
      auditLog.record(
          call.principal(),
          call.operation(),
          dataset.map(Dataset::id).orElse(null),
          call.remote(),
          detail(call, answer));
    } catch (RuntimeException failed) {
      // What was done is done, and to be answered.
      LOG.error("{} of {} is not in the audit", call.operation(), call.principal().id(), failed);
    }
  }

  private Optional<Dataset> dataset(ApiRequest call) {
    var from = call.path().containsKey("domain");
    var domain = from ? call.path().get("domain") : call.body().path("domain").asText();
    var name = from ? call.path().get("name") : call.body().path("name").asText();
    return DatasetName.isValid(domain) && DatasetName.isValid(name)
        ? datasets.find(new DatasetName(domain, name))
        : Optional.empty();
  }

  /** What was asked for, lists by their length; and what was made. */
  private static Map<String, String> detail(ApiRequest call, ApiResponse answer) {
    var detail = new TreeMap<String, String>();
    call.path().forEach(detail::put);
    detail.keySet().removeAll(Set.of("domain", "name"));
    call.body().properties().forEach(field -> detail.put(field.getKey(), brief(field.getValue())));
    var location = answer.headers().get("Location");
    if (location != null) {
      detail.put("made", location);
    }
    return detail;
  }

  private static String brief(JsonNode value) {
    return value.isContainerNode() ? Integer.toString(value.size()) : value.asText();
  }
}
