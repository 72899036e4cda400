package org.datareload.config;

import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.BindToRegistry;
import org.datareload.api.AuditDecorator;
import org.datareload.api.AuditResource;
import org.datareload.api.DatasetAccess;
import org.datareload.api.DatasetResource;
import org.datareload.api.ExecutionResource;
import org.datareload.api.FairShares;
import org.datareload.api.FileResource;
import org.datareload.api.IdempotencyKeySql;
import org.datareload.api.IdempotencyKeys;
import org.datareload.api.LandingProblemResource;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.MemberResource;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.Permits;
import org.datareload.api.SessionResource;
import org.datareload.api.TokenResource;
import org.datareload.api.UploadResource;
import org.datareload.landing.DeletionSql;
import org.datareload.landing.Deletions;
import org.datareload.landing.FilePageSql;
import org.datareload.landing.FilePages;
import org.datareload.landing.PreviewSql;
import org.datareload.landing.Previews;
import org.datareload.landing.UploadSql;
import org.datareload.landing.Uploads;
import org.datareload.publication.DatasetDeletionSql;
import org.datareload.publication.DatasetDeletions;
import org.datareload.security.AuditLog;
import org.datareload.server.Webhook;
import org.datareload.store.ObjectStore;
import org.datareload.store.Presigner;
import org.datareload.store.TemporaryFiles;
import org.datareload.transfer.FileCopies;
import org.datareload.transfer.FileCopySql;
import org.jdbi.v3.core.Jdbi;

/** The objects that answer HTTP requests. */
public final class ApiComponents {
  @BindToRegistry public final Uploads uploads;
  @BindToRegistry public final DatasetDeletions datasetDeletions;
  @BindToRegistry public final IdempotencyKeys idempotencyKeys;
  @BindToRegistry public final OperationDispatcher dispatcher;
  @BindToRegistry public final LiveSnapshots liveSnapshots;
  @BindToRegistry public final Webhook webhook;
  @BindToRegistry public final AuditLog auditLog;
  @BindToRegistry public final TemporaryFiles temporaryFiles = new TemporaryFiles();

  /** Not for routes. */
  public final Permits permits;

  /**
   * @param closeLater receives what must be closed
   */
  ApiComponents(
      Settings settings,
      Jdbi database,
      ObjectStore store,
      ReloadComponents reload,
      SecurityComponents security,
      Consumer<AutoCloseable> closeLater) {
    var limits = settings.limits();
    var landing = settings.zones().landing();
    var presigner = Presigner.open(settings.store(), limits.uploadEndpoint(), limits.urlLifetime());
    closeLater.accept(presigner);
    uploads =
        new Uploads(
            database.onDemand(UploadSql.class),
            store,
            presigner,
            reload.landingZone,
            new Uploads.Sizes(limits.singleUpload(), limits.uploadPart(), limits.keepUploads()),
            landing);
    datasetDeletions =
        new DatasetDeletions(database.onDemand(DatasetDeletionSql.class), store, settings.zones());
    idempotencyKeys = new IdempotencyKeys(database.onDemand(IdempotencyKeySql.class));
    var datasetAccess = new DatasetAccess(reload.datasets, security.access);
    permits = new Permits(datasetAccess, reload.executions);
    var files =
        new FileResource(
            datasetAccess,
            new FilePages(database.onDemand(FilePageSql.class)),
            new Deletions(database.onDemand(DeletionSql.class), store, reload.landingZone, landing),
            new Previews(database.onDemand(PreviewSql.class)));
    var copies = new FileCopies(database.onDemand(FileCopySql.class));
    var resources =
        List.of(
            new DatasetResource(
                datasetAccess,
                reload.datasets,
                security.members,
                reload.executions,
                datasetDeletions,
                reload.completions,
                landing),
            files,
            new ExecutionResource(
                datasetAccess, reload.executions, files, copies, settings.zones().lake()),
            new LandingProblemResource(datasetAccess, reload.problems),
            new UploadResource(datasetAccess, uploads),
            new SessionResource(
                security.authentication,
                security.sessions,
                security.auditLog,
                settings.http().publicUrl().startsWith("https:")),
            new TokenResource(datasetAccess, security.tokens),
            new MemberResource(datasetAccess, security.members),
            new AuditResource(datasetAccess, security.auditLog));
    auditLog = security.auditLog;
    var audit = new AuditDecorator(auditLog, datasetAccess);
    var shares = new FairShares();
    dispatcher =
        new OperationDispatcher(
            resources, operation -> shares.apply(audit.apply(operation)), idempotencyKeys);
    liveSnapshots = new LiveSnapshots(datasetAccess, reload.datasets, reload.executions);
    webhook = new Webhook(settings.http().eventsToken());
  }
}
