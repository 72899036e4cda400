package org.datareload.api;

import static java.util.Map.entry;

import java.util.Map;

/** Which caller may send which request: the expected status for each pair. */
final class AccessMatrix {
  private AccessMatrix() {}

  /** The caller. Reader, editor and owner are members of the dataset of the row. */
  enum Caller {
    ANONYMOUS,
    /** The owner of another dataset. */
    STRANGER,
    READER,
    EDITOR,
    OWNER,
    ADMIN,
    /** A token of the owner with the scope to view only. */
    VIEW_TOKEN,
    /** Tokens of the owner and of the administrator that are limited to another dataset. */
    OTHER_DATASET_TOKEN,
    OTHER_DATASET_ADMIN_TOKEN
  }

  /** The permission that a request needs: {@code x-action} of the contract. */
  enum Need {
    /** The token of the webhook. */
    EVENTS,
    NOTHING,
    ANY,
    PERSON,
    ADMIN,
    VIEW,
    UPLOAD,
    PROCESS,
    DELETE,
    OWN;

    /** The status of the refusal, 0 if the request is allowed. */
    int refusal(Caller caller) {
      return switch (this) {
        case EVENTS -> 401;
        case NOTHING -> 0;
        case ANY -> caller == Caller.ANONYMOUS ? 401 : 0;
        case PERSON -> caller == Caller.ANONYMOUS ? 401 : caller.name().endsWith("TOKEN") ? 403 : 0;
        case ADMIN -> caller == Caller.ANONYMOUS ? 401 : caller == Caller.ADMIN ? 0 : 403;
        case VIEW, UPLOAD, PROCESS, DELETE, OWN -> ofDataset(caller);
      };
    }

    private int ofDataset(Caller caller) {
      return switch (caller) {
        case ANONYMOUS -> 401;
        case STRANGER, OTHER_DATASET_TOKEN, OTHER_DATASET_ADMIN_TOKEN -> 404;
        case READER, VIEW_TOKEN -> this == VIEW ? 0 : 403;
        case EDITOR -> this == OWN ? 403 : 0;
        case OWNER, ADMIN -> 0;
      };
    }
  }

  /**
   * A valid request.
   *
   * @param path with {@code DATASET} for domain and name, and {@code EXECUTION} for an id
   * @param body null for none
   */
  record Row(Need need, String method, String path, String body) {}

  private static final String DATASET = "/api/v1/datasets/DATASET";
  private static final String ONE = "{\"files\":[\"01J00000000000000000000000\"]}";
  private static final String IDS = "{\"ids\":[\"01J00000000000000000000000\"]}";

  /** One row per operation of the contract, by its id. */
  static final Map<String, Row> ROWS =
      Map.ofEntries(
          entry("createDataset", post(Need.ADMIN, "/api/v1/datasets", "NEW_DATASET")),
          entry("listDatasets", get(Need.ANY, "/api/v1/datasets")),
          entry("readDataset", get(Need.VIEW, DATASET)),
          entry("changeDataset", new Row(Need.OWN, "PATCH", DATASET, "{\"description\":\"x\"}")),
          entry("deleteDataset", new Row(Need.OWN, "DELETE", DATASET, null)),
          entry("listFiles", get(Need.VIEW, DATASET + "/files")),
          entry("deleteFiles", post(Need.DELETE, DATASET + "/deletions", ONE)),
          entry("previewSelection", post(Need.VIEW, DATASET + "/previews", ONE)),
          entry("startExecution", post(Need.PROCESS, DATASET + "/executions", ONE)),
          entry("listDatasetExecutions", get(Need.VIEW, DATASET + "/executions")),
          entry("listExecutions", get(Need.ANY, "/api/v1/executions")),
          entry("readExecution", get(Need.VIEW, "/api/v1/executions/EXECUTION")),
          entry("listExecutionFiles", get(Need.VIEW, "/api/v1/executions/EXECUTION/files")),
          entry("readReceipt", get(Need.VIEW, "/api/v1/executions/EXECUTION/receipt")),
          entry(
              "createUploads",
              post(Need.UPLOAD, DATASET + "/uploads", "{\"files\":[{\"name\":\"a\",\"size\":1}]}")),
          entry("readUpload", get(Need.UPLOAD, DATASET + "/uploads/01J00000000000000000000000")),
          entry("signUploads", post(Need.UPLOAD, DATASET + "/uploads/signatures", IDS)),
          entry("completeUploads", post(Need.UPLOAD, DATASET + "/uploads/completions", IDS)),
          entry("abortUploads", post(Need.UPLOAD, DATASET + "/uploads/aborts", IDS)),
          entry("listDatasetProblems", get(Need.VIEW, DATASET + "/problems")),
          entry("listProblems", get(Need.ADMIN, "/api/v1/problems")),
          entry("readMe", get(Need.ANY, "/api/v1/me")),
          entry(
              "signIn",
              post(Need.NOTHING, "/api/v1/session", "{\"user\":\"root\",\"password\":\"root!\"}")),
          entry("signOut", new Row(Need.ANY, "DELETE", "/api/v1/session", null)),
          entry("listTokens", get(Need.PERSON, "/api/v1/tokens")),
          entry(
              "createToken",
              post(Need.PERSON, "/api/v1/tokens", "{\"name\":\"t\",\"scopes\":[\"view\"]}")),
          entry(
              "revokeToken",
              new Row(Need.PERSON, "DELETE", "/api/v1/tokens/01J00000000000000000000000", null)),
          entry("revokeTokens", new Row(Need.PERSON, "DELETE", "/api/v1/tokens", null)),
          entry("listAllTokens", get(Need.ADMIN, "/api/v1/users/tokens")),
          entry("listMembers", get(Need.VIEW, DATASET + "/members")),
          entry(
              "putMember",
              new Row(Need.OWN, "PUT", DATASET + "/members/zoe", "{\"role\":\"reader\"}")),
          entry("removeMember", new Row(Need.OWN, "DELETE", DATASET + "/members/zoe", null)),
          entry("listAudit", get(Need.OWN, DATASET + "/audit")),
          entry("listAllAudit", get(Need.ADMIN, "/api/v1/audit")),
          entry("followLive", get(Need.ANY, "/api/v1/live")),
          entry("receiveEvents", post(Need.EVENTS, "/events/s3", "{}")),
          entry("receiveEventsByAddress", post(Need.EVENTS, "/events/s3/wrong", "{}")),
          entry("readContract", get(Need.NOTHING, "/openapi.yaml")));

  private static Row get(Need need, String path) {
    return new Row(need, "GET", path, null);
  }

  private static Row post(Need need, String path, String body) {
    return new Row(need, "POST", path, body);
  }
}
