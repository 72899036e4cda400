package org.datareload.api;

import static java.util.Map.entry;

import java.util.Map;

/** The rows and columns of the matrix of who may send which request, with what is to come of it. */
final class Cells {
  private Cells() {}

  /** Who asks; the dataset of the row is the one that the members are members of. */
  enum Who {
    NOBODY,
    /** The owner of another dataset. */
    STRANGER,
    READER,
    EDITOR,
    OWNER,
    ADMIN,
    /** A token of the owner that may be used for nothing but to look. */
    TOKEN_TO_VIEW,
    /** A token of the owner and of the administrator for another dataset alone. */
    TOKEN_ELSEWHERE,
    ADMINS_TOKEN_ELSEWHERE
  }

  /** What a request needs, as the contract has it in {@code x-action}. */
  enum Need {
    /** Another secret than a user's. */
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

    /** The status of the refusal, 0 where the request is let in. */
    int refusal(Who who) {
      return switch (this) {
        case EVENTS -> 401;
        case NOTHING -> 0;
        case ANY -> who == Who.NOBODY ? 401 : 0;
        case PERSON -> who == Who.NOBODY ? 401 : who.name().contains("TOKEN") ? 403 : 0;
        case ADMIN -> who == Who.NOBODY ? 401 : who == Who.ADMIN ? 0 : 403;
        case VIEW, UPLOAD, PROCESS, DELETE, OWN -> ofDataset(who);
      };
    }

    private int ofDataset(Who who) {
      return switch (who) {
        case NOBODY -> 401;
        case STRANGER, TOKEN_ELSEWHERE, ADMINS_TOKEN_ELSEWHERE -> 404;
        case READER, TOKEN_TO_VIEW -> this == VIEW ? 0 : 403;
        case EDITOR -> this == OWN ? 403 : 0;
        case OWNER, ADMIN -> 0;
      };
    }
  }

  /**
   * A request that keeps to the contract.
   *
   * @param path with {@code DATASET} for domain and name, and {@code EXECUTION} for an id
   * @param body null for none
   */
  record Row(Need need, String method, String path, String body) {}

  private static final String DATASET = "/api/v1/datasets/DATASET";
  private static final String ONE = "{\"files\":[\"01J00000000000000000000000\"]}";
  private static final String IDS = "{\"ids\":[\"01J00000000000000000000000\"]}";

  /** One row for each operation of the contract, by its id. */
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
          entry("listMembers", get(Need.VIEW, DATASET + "/members")),
          entry(
              "putMember",
              new Row(Need.OWN, "PUT", DATASET + "/members/zoe", "{\"role\":\"reader\"}")),
          entry("removeMember", new Row(Need.OWN, "DELETE", DATASET + "/members/zoe", null)),
          entry("listAudit", get(Need.OWN, DATASET + "/audit")),
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
