package org.datareload.config;

import java.time.Clock;
import java.util.UUID;
import org.apache.camel.BindToRegistry;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.execution.AcceptanceSql;
import org.datareload.execution.Executions;
import org.datareload.execution.LeaseSql;
import org.datareload.execution.Leases;
import org.datareload.execution.Triggers;
import org.datareload.landing.LandingFileSql;
import org.datareload.landing.LandingFiles;
import org.datareload.landing.LandingProblemSql;
import org.datareload.landing.LandingProblems;
import org.datareload.landing.LandingZone;
import org.datareload.landing.Notifications;
import org.datareload.landing.Sweeps;
import org.datareload.landing.TopicSubscriptions;
import org.datareload.mail.DeliveryResults;
import org.datareload.mail.Outbox;
import org.datareload.mail.OutboxSql;
import org.datareload.mail.ReportMails;
import org.datareload.mail.ReportSql;
import org.datareload.mail.StatusMails;
import org.datareload.mail.UserAddresses;
import org.datareload.publication.Commits;
import org.datareload.publication.CompletionSql;
import org.datareload.publication.Completions;
import org.datareload.publication.Failures;
import org.datareload.publication.History;
import org.datareload.publication.HistorySql;
import org.datareload.publication.LandingCleanup;
import org.datareload.publication.Manifests;
import org.datareload.publication.PublicationSql;
import org.datareload.publication.Retirements;
import org.datareload.publication.Rollbacks;
import org.datareload.publication.Trash;
import org.datareload.publication.TrashSql;
import org.datareload.route.ExecutedTriggers;
import org.datareload.route.HeaderFilter;
import org.datareload.route.ReceiptFiles;
import org.datareload.route.SmtpLogin;
import org.datareload.route.TrashRequests;
import org.datareload.store.ObjectStore;
import org.datareload.transfer.PlanSql;
import org.datareload.transfer.Plans;
import org.datareload.transfer.Settling;
import org.datareload.transfer.TransferSql;
import org.datareload.transfer.Transfers;

/** The objects that the routes of notifications, reloads, housekeeping and mails call. */
public final class ReloadComponents {
  @BindToRegistry public final HeaderFilter headerFilter = new HeaderFilter();
  @BindToRegistry public final Datasets datasets;
  @BindToRegistry public final LandingProblems problems;
  @BindToRegistry public final Notifications notifications;
  @BindToRegistry public final TopicSubscriptions topicSubscriptions;
  @BindToRegistry public final LandingZone landingZone;
  @BindToRegistry public final Sweeps sweeps;
  @BindToRegistry public final Executions executions;
  @BindToRegistry public final ExecutedTriggers executedTriggers;
  @BindToRegistry public final Triggers triggers;
  @BindToRegistry public final Leases leases;
  @BindToRegistry public final Settling settling;
  @BindToRegistry public final Plans plans;
  @BindToRegistry public final Transfers transfers;
  @BindToRegistry public final Commits commits;
  @BindToRegistry public final Manifests manifests;
  @BindToRegistry public final Retirements retirements;
  @BindToRegistry public final LandingCleanup landingCleanup;
  @BindToRegistry public final Completions completions;
  @BindToRegistry public final Failures failures;
  @BindToRegistry public final Rollbacks rollbacks;
  @BindToRegistry public final ReceiptFiles receiptFiles = new ReceiptFiles();
  @BindToRegistry public final Trash trash;
  @BindToRegistry public final TrashRequests trashRequests;
  @BindToRegistry public final History history;
  @BindToRegistry public final Outbox outbox;
  @BindToRegistry public final StatusMails statusMails;
  @BindToRegistry public final DeliveryResults deliveryResults;
  @BindToRegistry public final ReportMails reportMails;
  @BindToRegistry public final SmtpLogin mailLogin;

  ReloadComponents(
      Settings settings, DatabaseComponents database, ObjectStore store, UserAddresses addresses) {
    var zones = settings.zones();
    var jdbi = database.jdbi;
    datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    var files = new LandingFiles(jdbi.onDemand(LandingFileSql.class), store, zones.landing());
    problems = new LandingProblems(jdbi.onDemand(LandingProblemSql.class));
    notifications = new Notifications(zones.landing());
    topicSubscriptions = new TopicSubscriptions(settings.http().topics(), new HttpOpener()::open);
    landingZone = new LandingZone(datasets, files, problems, store, zones.landing());
    sweeps = new Sweeps(landingZone, files, problems, store, zones.landing());

    executions = new Executions(jdbi.onDemand(AcceptanceSql.class));
    executedTriggers = new ExecutedTriggers(executions);
    triggers = new Triggers(executions, files);
    leases =
        new Leases(
            jdbi.onDemand(LeaseSql.class),
            datasets,
            UUID.randomUUID().toString(),
            settings.work().lease());

    var publications = jdbi.onDemand(PublicationSql.class);
    var endings = jdbi.onDemand(CompletionSql.class);
    var retireDelay = settings.work().retireDelay();
    var planSql = jdbi.onDemand(PlanSql.class);
    var work = settings.work();
    settling = new Settling(planSql, store, zones, work.settle(), work.triggerWait());
    plans = new Plans(planSql, store, zones, landingZone, settling);
    transfers = new Transfers(jdbi.onDemand(TransferSql.class), store, zones);
    manifests = new Manifests(publications, store, zones, Databases.sync(jdbi));
    commits = new Commits(publications, manifests, store, zones);
    retirements = new Retirements(publications, store, zones, retireDelay);
    landingCleanup = new LandingCleanup(endings, store, zones, files, landingZone);
    completions = new Completions(endings, retireDelay);
    failures = new Failures(endings, completions);
    rollbacks = new Rollbacks(endings, store, zones, manifests, files);
    trash =
        new Trash(
            jdbi.onDemand(TrashSql.class),
            datasets,
            store,
            zones,
            manifests,
            settings.work().trashKeepDays());
    trashRequests = new TrashRequests(trash, zones.lake());
    history = new History(jdbi.onDemand(HistorySql.class), settings.work().historyKeepDays());

    outbox = new Outbox(jdbi.onDemand(OutboxSql.class), settings.work().problemsGrace());
    statusMails = new StatusMails(addresses, settings.http().publicUrl());
    deliveryResults = new DeliveryResults(outbox);
    reportMails =
        new ReportMails(
            jdbi.onDemand(ReportSql.class),
            statusMails,
            settings.report(),
            Clock.systemDefaultZone());
    mailLogin =
        new SmtpLogin(
            settings.properties().get("reload.mail.user"),
            settings.properties().get("reload.mail.password"));
  }
}
