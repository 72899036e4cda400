package org.datareload.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.datareload.dataset.Dataset;
import org.datareload.security.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records every successful mutating request in the audit log. */
public final class AuditDecorator implements UnaryOperator<Operation> {
  private static final Logger LOG = LoggerFactory.getLogger(AuditDecorator.class);

  /** Change nothing, or write their own audit entry. */
  private static final Set<String> EXEMPT = Set.of("previewSelection", "signIn");

  private final AuditLog auditLog;
  private final DatasetAccess datasetAccess;

  public AuditDecorator(AuditLog auditLog, DatasetAccess datasetAccess) {
    this.auditLog = auditLog;
    this.datasetAccess = datasetAccess;
  }

  @Override
  public Operation apply(Operation operation) {
    return request -> {
      if (request.credentials().isSafe() || EXEMPT.contains(request.operation())) {
        return operation.handle(request);
      }
      // The operation may delete the dataset, or create it.
      var before = dataset(request);
      var response = operation.handle(request);
      if (response.status() < 300) {
        record(request, before.or(() -> dataset(request)), response);
      }
      return response;
    };
  }

  private void record(ApiRequest request, Optional<Dataset> dataset, ApiResponse response) {
    try {
      auditLog.record(
          request.principal(),
          request.operation(),
          dataset.map(Dataset::id).orElse(null),
          request.credentials().address(),
          detail(request, response));
    } catch (RuntimeException failed) {
      // The operation itself succeeded.
      LOG.error(
          "{} by {} is missing from the audit log",
          request.operation(),
          request.principal().id(),
          failed);
    }
  }

  private Optional<Dataset> dataset(ApiRequest request) {
    var path = request.path();
    return path.containsKey("domain")
        ? datasetAccess.find(path.get("domain"), path.get("name"))
        : datasetAccess.find(
            request.body().path("domain").asText(), request.body().path("name").asText());
  }

  /** The parameters of the request, lists as their length, and the location of the result. */
  private static Map<String, String> detail(ApiRequest request, ApiResponse response) {
    var detail = new TreeMap<>(request.path());
    detail.putAll(request.query());
    detail.keySet().removeAll(Set.of("domain", "name"));
    request
        .body()
        .properties()
        .forEach(field -> detail.put(field.getKey(), shortened(field.getValue())));
    var location = response.headers().get("Location");
    if (location != null) {
      detail.put("made", location);
    }
    return detail;
  }

  private static String shortened(JsonNode value) {
    return value.isContainerNode() ? Integer.toString(value.size()) : value.asText();
  }
}
