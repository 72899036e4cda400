package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.datareload.dataset.Dataset;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.PutCondition;
import org.datareload.store.TemporaryFiles;
import org.datareload.store.Zones;
import org.datareload.transfer.FileCopySql;
import org.datareload.transfer.PagedIterator;

/**
 * The manifests that name the live objects: {@code _manifest/current.json} and {@code
 * _symlink_format_manifest/manifest}. A PUT replaces a manifest atomically. It is conditional on
 * the manifest that was read before it, which must be of an older generation, so a process that was
 * paused cannot bring old content back.
 */
public final class Manifests {
  /** User metadata: the generation of the content. */
  private static final String GENERATION = "generation";

  /** User metadata: the execution whose content it is, and the number of its files. */
  private static final String EXECUTION = "execution";

  private static final String FILES = "files";

  private final PublicationSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final Runnable sync;

  /**
   * @param sync brings commits to the disk, where the database does not do so by itself
   */
  public Manifests(PublicationSql sql, ObjectStore store, Zones zones, Runnable sync) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.sync = requireNonNull(sync, "sync is null");
  }

  /** Publishes the committed content; repeating it changes nothing. */
  public Run publish(Run run) {
    sql.require(run, Status.COMMITTED);
    // Nothing is published, and nothing is deleted, for a commit that a power loss could undo.
    sync.run();
    for (var form : ManifestForm.values()) {
      run.lease().check();
      publish(run, form);
    }
    sql.published(run);
    return run.with(sql.find(run.id()).orElseThrow());
  }

  /** The newest generation in any manifest, 0 where there is no manifest. */
  long generation(Dataset dataset) {
    return Stream.of(ManifestForm.values())
        .mapToLong(form -> generation(current(dataset, form)))
        .max()
        .orElseThrow();
  }

  /** Whether a manifest is newer than the database, which was restored to an earlier state. */
  boolean areAhead(Dataset dataset) {
    return generation(dataset) > dataset.generation();
  }

  /**
   * How many files a manifest names for this execution, 0 for none. A manifest that names an
   * execution which is not committed shows that the database was restored to an earlier state.
   */
  public long publishedFileCount(Run run) {
    return Stream.of(ManifestForm.values())
        .map(form -> current(run.dataset(), form))
        .flatMap(Optional::stream)
        .map(ObjectStore.ObjectWithMetadata::metadata)
        .filter(named -> run.id().equals(named.get(EXECUTION)))
        .mapToLong(named -> Long.parseLong(named.get(FILES)))
        .findFirst()
        .orElse(0);
  }

  private void publish(Run run, ManifestForm form) {
    var current = current(run.dataset(), form);
    if (generation(current) >= run.execution().generation()) {
      return;
    }
    var content = write(run, form);
    try {
      run.leased(store)
          .put(
              ref(run.dataset(), form),
              content,
              form.contentType(),
              Map.of(
                  GENERATION, Long.toString(run.execution().generation()),
                  EXECUTION, run.id(),
                  FILES, Long.toString(run.execution().planned().files())),
              current
                  .<PutCondition>map(found -> new PutCondition.IfMatch(found.object().etag()))
                  .orElseGet(PutCondition.IfAbsent::new))
          .join();
    } finally {
      content.toFile().delete();
    }
  }

  private Path write(Run run, ManifestForm form) {
    try {
      return TemporaryFiles.write(
          "manifest",
          ".json",
          out ->
              form.write(
                  run, zones.lake(), PagedIterator.rows(FileCopySql.pages(sql, run.id())), out));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write the manifest to the temporary folder", failed);
    }
  }

  private Optional<ObjectStore.ObjectWithMetadata> current(Dataset dataset, ManifestForm form) {
    return store.headWithMetadata(ref(dataset, form)).join();
  }

  private ObjectRef ref(Dataset dataset, ManifestForm form) {
    return new ObjectRef(zones.lake(), dataset.name().prefix() + form.key());
  }

  private static long generation(Optional<ObjectStore.ObjectWithMetadata> manifest) {
    return manifest
        .map(found -> found.metadata().getOrDefault(GENERATION, "0"))
        .map(Long::parseLong)
        .orElse(0L);
  }
}
