package org.datareload.api;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.datareload.dataset.Datasets;
import org.datareload.execution.Executions;
import org.datareload.landing.Deletions;
import org.datareload.landing.FilePages;
import org.datareload.landing.LandingProblems;
import org.datareload.landing.Previews;
import org.datareload.landing.Uploads;
import org.datareload.publication.DatasetDeletions;
import org.datareload.security.Access;
import org.datareload.security.Members;
import org.datareload.store.Zones;
import org.datareload.transfer.FileCopies;

/** Says who answers which operation of the contract. */
public final class Operations {
  private Operations() {}

  /** The operations by their ids. */
  public static Map<String, Function<ApiRequest, ApiResponse>> of(
      Access access,
      Datasets datasets,
      Members members,
      Executions executions,
      FilePages files,
      Deletions deletions,
      Previews previews,
      LandingProblems problems,
      FileCopies copies,
      Uploads uploads,
      DatasetDeletions datasetDeletions,
      Zones zones) {
    var datasetAccess = new DatasetAccess(datasets, access);
    var ofDatasets =
        new DatasetResource(
            datasetAccess, datasets, members, executions, datasetDeletions, zones.landing());
    var ofFiles = new FileResource(datasetAccess, files, deletions, previews);
    var ofExecutions = new ExecutionResource(datasetAccess, datasets, executions, ofFiles);
    var ofCopies = new CopyResource(ofExecutions, copies, new Receipts(copies, zones.lake()));
    var ofProblems = new LandingProblemResource(datasetAccess, problems);

    var ofUploads = new UploadResource(datasetAccess, uploads);
    var all = new HashMap<String, Function<ApiRequest, ApiResponse>>();
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
