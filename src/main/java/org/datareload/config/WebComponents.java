package org.datareload.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.datareload.api.AuditDecorator;
import org.datareload.api.AuditResource;
import org.datareload.api.DatasetAccess;
import org.datareload.api.DatasetResource;
import org.datareload.api.ExecutionResource;
import org.datareload.api.FileResource;
import org.datareload.api.IdempotencyKeySql;
import org.datareload.api.IdempotencyKeys;
import org.datareload.api.LandingProblemResource;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.MemberResource;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.SessionResource;
import org.datareload.api.TokenResource;
import org.datareload.api.UploadResource;
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
    var datasets = (Datasets) beans.get("datasets");
    var members = (Members) beans.get("members");
    var executions = (Executions) beans.get("executions");
    var auditLog = (AuditLog) beans.get("auditLog");
    var datasetAccess = new DatasetAccess(datasets, (Access) beans.get("access"));
    var zones = settings.zones();
    var files =
        new FileResource(
            datasetAccess,
            new FilePages(database.onDemand(FilePageSql.class)),
            new Deletions(
                database.onDemand(DeletionSql.class), store, landingZone, zones.landing()),
            new Previews(database.onDemand(PreviewSql.class)));
    var copies = new FileCopies(database.onDemand(FileCopySql.class));
    var resources =
        List.of(
            new DatasetResource(
                datasetAccess, datasets, members, executions, datasetDeletions, zones.landing()),
            files,
            new ExecutionResource(datasetAccess, executions, files, copies, zones.lake()),
            new LandingProblemResource(datasetAccess, (LandingProblems) beans.get("problems")),
            new UploadResource(datasetAccess, uploads),
            new SessionResource(
                (Authentication) beans.get("authentication"),
                (Sessions) beans.get("sessions"),
                (UserDirectory) beans.get("userDirectory"),
                auditLog,
                settings.http().publicUrl().startsWith("https:")),
            new TokenResource(datasetAccess, (Tokens) beans.get("tokens")),
            new MemberResource(datasetAccess, members),
            new AuditResource(datasetAccess, auditLog));
    var web = new LinkedHashMap<String, Object>();
    web.put("uploads", uploads);
    web.put("datasetDeletions", datasetDeletions);
    web.put("idempotencyKeys", idempotencyKeys);
    web.put(
        "dispatcher",
        new OperationDispatcher(
            resources, new AuditDecorator(auditLog, datasetAccess), idempotencyKeys));
    web.put("liveSnapshots", new LiveSnapshots(datasetAccess, datasets, executions));
    web.put("webhook", new Webhook(settings.http().eventsToken()));
    return web;
  }
}
