package org.datareload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.datareload.access.Access;
import org.datareload.access.Audits;
import org.datareload.access.Authentication;
import org.datareload.access.Directory;
import org.datareload.access.Members;
import org.datareload.access.Sessions;
import org.datareload.access.Tokens;
import org.datareload.dataset.Datasets;
import org.datareload.execution.DeletionSql;
import org.datareload.execution.Deletions;
import org.datareload.execution.Executions;
import org.datareload.execution.PreviewSql;
import org.datareload.execution.Previews;
import org.datareload.http.Answer;
import org.datareload.http.Call;
import org.datareload.http.Desk;
import org.datareload.http.Live;
import org.datareload.http.Operations;
import org.datareload.http.PeopleOperations;
import org.datareload.http.RepetitionSql;
import org.datareload.http.Repetitions;
import org.datareload.landing.FilePageSql;
import org.datareload.landing.FilePages;
import org.datareload.landing.LandingProblems;
import org.datareload.landing.Landings;
import org.datareload.landing.UploadSql;
import org.datareload.landing.Uploads;
import org.datareload.publication.PurgeSql;
import org.datareload.publication.Purges;
import org.datareload.route.Webhook;
import org.datareload.store.ObjectStore;
import org.datareload.store.Presigner;
import org.datareload.transfer.Copies;
import org.datareload.transfer.FileCopySql;
import org.jdbi.v3.core.Jdbi;

/** Makes what answers web requests. */
final class WebBeans {
  private WebBeans() {}

  /**
   * @param beans what was made so far, by name
   */
  static Map<String, Object> of(
      Settings settings, Jdbi database, Presigner presigner, Map<String, Object> beans) {
    var store = (ObjectStore) beans.get("store");
    var landings = (Landings) beans.get("landings");
    var repetitions = new Repetitions(database.onDemand(RepetitionSql.class));
    var limits = settings.limits();
    var uploads =
        new Uploads(
            database.onDemand(UploadSql.class),
            store,
            presigner,
            landings,
            new Uploads.Sizes(limits.singleUpload(), limits.uploadPart(), limits.keepUploads()),
            settings.zones().landing());
    var purges = new Purges(database.onDemand(PurgeSql.class), store, settings.zones());
    var operations =
        Operations.of(
            (Access) beans.get("access"),
            (Datasets) beans.get("datasets"),
            (Members) beans.get("members"),
            (Executions) beans.get("executions"),
            new FilePages(database.onDemand(FilePageSql.class)),
            new Deletions(
                database.onDemand(DeletionSql.class), store, landings, settings.zones().landing()),
            new Previews(database.onDemand(PreviewSql.class)),
            (LandingProblems) beans.get("problems"),
            new Copies(database.onDemand(FileCopySql.class)),
            uploads,
            purges,
            settings.zones());
    var web = new LinkedHashMap<String, Object>();
    web.put("uploads", uploads);
    web.put("purges", purges);
    web.put("repetitions", repetitions);
    operations.putAll(people(settings, beans));
    var witnessed =
        PeopleOperations.witnessed(
            operations, (Audits) beans.get("audits"), (Datasets) beans.get("datasets"));
    web.put("desk", new Desk(witnessed, repetitions));
    web.put(
        "live",
        new Live(
            (Access) beans.get("access"),
            (Datasets) beans.get("datasets"),
            (Executions) beans.get("executions")));
    web.put("webhook", new Webhook(settings.http().eventsToken()));
    return web;
  }

  private static Map<String, Function<Call, Answer>> people(
      Settings settings, Map<String, Object> beans) {
    return PeopleOperations.of(
        (Access) beans.get("access"),
        (Datasets) beans.get("datasets"),
        (Members) beans.get("members"),
        (Tokens) beans.get("tokens"),
        (Audits) beans.get("audits"),
        (Authentication) beans.get("authentication"),
        (Sessions) beans.get("sessions"),
        (Directory) beans.get("directory"),
        settings.http().publicUrl().startsWith("https:"));
  }
}
