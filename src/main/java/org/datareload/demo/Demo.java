package org.datareload.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.datareload.config.Application;
import org.datareload.config.SettingsException;

/**
 * Runs the program with embedded servers on 127.0.0.1: S3 on disk below {@code data/}, SQS and SMTP
 * in memory. It reloads a sample dataset and keeps serving; with {@code -Dreload.demo=once} it
 * exits after the reload, with 0 if that completed.
 */
public final class Demo {
  private static final int S3_PORT = 9000;
  private static final String REGION = "us-east-1";
  private static final String LANDING = "landing-zone";
  private static final String LAKE = "data-lake-zone";
  private static final String QUEUE = "landing-events";

  private Demo() {}

  public static void main(String[] args) {
    try {
      run();
    } catch (SettingsException wrong) {
      System.err.println("data-reload: " + wrong.getMessage());
      System.exit(2);
    } catch (Exception failed) {
      failed.printStackTrace();
      // The threads of the embedded servers would keep the process alive.
      System.exit(1);
    }
  }

  private static void run() throws Exception {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    var s3 = openS3(Path.of("data", "s3"));
    var sqs = EmbeddedSqs.start(0, REGION);
    var mail = EmbeddedMail.start(0);
    s3.createBucket(LANDING);
    s3.createBucket(LAKE);
    var queueUrl = sqs.createQueue(QUEUE);
    s3.onObject(new S3EventJson(REGION).sender(sqs.client(), queueUrl, LANDING));

    var program = Application.start(settings(s3, sqs, mail));
    var completed = new SampleReload(program, mail, LANDING, LAKE).run(s3.endpoint());
    if ("once".equals(System.getProperty("reload.demo"))) {
      program.close();
      System.exit(completed ? 0 : 1);
    }
    program.closeAtExit();
    Thread.currentThread().join();
  }

  /** On the port that the README names, or on a free one if that is in use. */
  private static EmbeddedS3 openS3(Path directory) throws IOException {
    try {
      return EmbeddedS3.onDisk(directory, S3_PORT);
    } catch (IllegalStateException portInUse) {
      System.err.println("Port " + S3_PORT + " is in use: S3 gets another one");
      return EmbeddedS3.onDisk(directory);
    }
  }

  private static Map<String, String> settings(EmbeddedS3 s3, EmbeddedSqs sqs, EmbeddedMail mail) {
    var settings = new HashMap<String, String>();
    settings.put("reload.lz.bucket", LANDING);
    // The sample has one writer, who drops the trigger file last.
    settings.put("reload.trigger.settle", "0s");
    settings.put("reload.dlz.bucket", LAKE);
    settings.put("reload.s3.endpoint", s3.endpoint().toString());
    settings.put("reload.s3.region", REGION);
    settings.put("reload.s3.path-style", "true");
    settings.put("reload.sqs.queue", QUEUE);
    settings.put("reload.sqs.endpoint", sqs.endpoint().toString());
    settings.put("reload.mail.host", "127.0.0.1");
    settings.put("reload.mail.port", Integer.toString(mail.port()));
    settings.put("reload.events.token", "demo-token");
    return settings;
  }
}
