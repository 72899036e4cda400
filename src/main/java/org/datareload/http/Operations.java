package org.datareload.http;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.datareload.access.Access;
import org.datareload.access.Members;
import org.datareload.dataset.Datasets;
import org.datareload.execution.Deletions;
import org.datareload.execution.Executions;
import org.datareload.execution.Previews;
import org.datareload.landing.FilePages;
import org.datareload.landing.LandingProblems;
import org.datareload.landing.Uploads;
import org.datareload.publication.Purges;
import org.datareload.store.Zones;
import org.datareload.transfer.Copies;

/** Says who answers which operation of the contract. */
public final class Operations {
  private Operations() {}

  /** The operations by their ids. */
  public static Map<String, Function<Call, Answer>> of(
      Access access,
      Datasets datasets,
      Members members,
      Executions executions,
      FilePages files,
      Deletions deletions,
      Previews previews,
      LandingProblems problems,
      Copies copies,
      Uploads uploads,
      Purges purges,
      Zones zones) {
    var permits = new Permits(datasets, access);
    var ofDatasets =
        new DatasetCalls(permits, datasets, members, executions, purges, zones.landing());
    var ofFiles = new FileCalls(permits, files, deletions, previews);
    var ofExecutions = new ExecutionCalls(permits, datasets, executions, ofFiles);
    var ofCopies = new CopyCalls(ofExecutions, copies, new Receipts(copies, zones.lake()));
    var ofProblems = new ProblemCalls(permits, problems);

    var ofUploads = new UploadCalls(permits, uploads);
    var all = new HashMap<String, Function<Call, Answer>>();
    all.put("createDataset", ofDatasets::create);
    all.put("listDatasets", ofDatasets::list);
    all.put("readDataset", ofDatasets::read);
    all.put("changeDataset", ofDatasets::change);
    all.put("deleteDataset", ofDatasets::delete);
    all.put("listFiles", ofFiles::list);
    all.put("deleteFiles", ofFiles::delete);
    all.put("previewSelection", ofFiles::preview);
    all.put("startExecution", ofExecutions::start);
    all.put("listDatasetExecutions", ofExecutions::listOfDataset);
    all.put("listExecutions", ofExecutions::list);
    all.put("readExecution", ofExecutions::read);
    all.put("listExecutionFiles", ofCopies::list);
    all.put("readReceipt", ofCopies::receipt);
    all.put("listDatasetProblems", ofProblems::listOfDataset);
    all.put("listProblems", ofProblems::list);
    all.put("createUploads", ofUploads::create);
    all.put("readUpload", ofUploads::read);
    all.put("signUploads", ofUploads::sign);
    all.put("completeUploads", ofUploads::complete);
    all.put("abortUploads", ofUploads::abort);
    return all;
  }
}
