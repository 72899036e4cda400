package org.datareload.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.datareload.api.ApiRequest;
import org.datareload.api.ApiResponse;
import org.datareload.api.IdempotencyKeySql;
import org.datareload.api.IdempotencyKeys;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.Operations;
import org.datareload.api.SecurityOperations;
import org.datareload.dataset.Datasets;
import org.datareload.execution.Executions;
import org.datareload.landing.DeletionSql;
import org.datareload.landing.Deletions;
import org.datareload.landing.FilePageSql;
import org.datareload.landing.FilePages;
import org.datareload.landing.LandingProblems;
import org.datareload.landing.LandingZone;
import org.datareload.landing.PreviewSql;
import org.datareload.landing.Previews;
import org.datareload.landing.UploadSql;
import org.datareload.landing.Uploads;
import org.datareload.publication.DatasetDeletionSql;
import org.datareload.publication.DatasetDeletions;
import org.datareload.security.Access;
import org.datareload.security.AuditLog;
import org.datareload.security.Authentication;
import org.datareload.security.Members;
import org.datareload.security.Sessions;
import org.datareload.security.Tokens;
import org.datareload.security.UserDirectory;
import org.datareload.server.Webhook;
import org.datareload.store.ObjectStore;
import org.datareload.store.Presigner;
import org.datareload.transfer.FileCopies;
import org.datareload.transfer.FileCopySql;
import org.jdbi.v3.core.Jdbi;

/** Makes what answers web requests. */
final class WebComponents {
  private WebComponents() {}

  /**
   * @param beans what was made so far, by name
   */
  static Map<String, Object> of(
      Settings settings, Jdbi database, Presigner presigner, Map<String, Object> beans) {
    var store = (ObjectStore) beans.get("store");
    var landingZone = (LandingZone) beans.get("landingZone");
    var idempotencyKeys = new IdempotencyKeys(database.onDemand(IdempotencyKeySql.class));
    var limits = settings.limits();
    var uploads =
        new Uploads(
            database.onDemand(UploadSql.class),
            store,
            presigner,
            landingZone,
            new Uploads.Sizes(limits.singleUpload(), limits.uploadPart(), limits.keepUploads()),
            settings.zones().landing());
    var datasetDeletions =
        new DatasetDeletions(database.onDemand(DatasetDeletionSql.class), store, settings.zones());
    var operations =
        Operations.of(
            (Access) beans.get("access"),
            (Datasets) beans.get("datasets"),
            (Members) beans.get("members"),
            (Executions) beans.get("executions"),
            new FilePages(database.onDemand(FilePageSql.class)),
            new Deletions(
                database.onDemand(DeletionSql.class),
                store,
                landingZone,
                settings.zones().landing()),
            new Previews(database.onDemand(PreviewSql.class)),
            (LandingProblems) beans.get("problems"),
            new FileCopies(database.onDemand(FileCopySql.class)),
            uploads,
            datasetDeletions,
            settings.zones());
    var web = new LinkedHashMap<String, Object>();
    web.put("uploads", uploads);
    web.put("datasetDeletions", datasetDeletions);
    web.put("idempotencyKeys", idempotencyKeys);
    operations.putAll(people(settings, beans));
    var witnessed =
        SecurityOperations.witnessed(
            operations, (AuditLog) beans.get("auditLog"), (Datasets) beans.get("datasets"));
    web.put("dispatcher", new OperationDispatcher(witnessed, idempotencyKeys));
    web.put(
        "liveSnapshots",
        new LiveSnapshots(
            (Access) beans.get("access"),
            (Datasets) beans.get("datasets"),
            (Executions) beans.get("executions")));
    web.put("webhook", new Webhook(settings.http().eventsToken()));
    return web;
  }

  private static Map<String, Function<ApiRequest, ApiResponse>> people(
      Settings settings, Map<String, Object> beans) {
    return SecurityOperations.of(
        (Access) beans.get("access"),
        (Datasets) beans.get("datasets"),
        (Members) beans.get("members"),
        (Tokens) beans.get("tokens"),
        (AuditLog) beans.get("auditLog"),
        (Authentication) beans.get("authentication"),
        (Sessions) beans.get("sessions"),
        (UserDirectory) beans.get("userDirectory"),
        settings.http().publicUrl().startsWith("https:"));
  }
}
