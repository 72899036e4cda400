package org.datareload.execution;

/** The files of an execution cannot be loaded; the execution fails with this reason. */
public final class ReloadFailedException extends RuntimeException {
  private final transient Reason reason;

  public ReloadFailedException(String code, String text) {
    super(text);
    this.reason = new Reason(code, text);
  }

  public Reason reason() {
    return reason;
  }
}
