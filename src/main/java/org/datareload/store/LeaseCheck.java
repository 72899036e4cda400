package org.datareload.store;

import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;

/**
 * A check that travels in a request and is run when the request's turn comes, however long it
 * waited: a request that waited while its run lost the lease is not sent.
 */
final class LeaseCheck {
  private static final ExecutionAttribute<Runnable> CHECK = new ExecutionAttribute<>("LeaseCheck");

  private LeaseCheck() {}

  /**
   * The check for {@code overrideConfiguration} of a request builder.
   *
   * @param check throws where the request may not be sent; its sender gets that exception
   */
  static AwsRequestOverrideConfiguration of(Runnable check) {
    return AwsRequestOverrideConfiguration.builder().putExecutionAttribute(CHECK, check).build();
  }

  /** Runs the check of the request, if it has one. */
  static void run(AwsRequest request) {
    request
        .overrideConfiguration()
        .map(config -> config.executionAttributes().getAttribute(CHECK))
        .ifPresent(Runnable::run);
  }
}
