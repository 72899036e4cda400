package org.datareload.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.datareload.testing.FaultPoint.Moment;

/**
 * A data source whose connections pass a fault point at each statement and each commit, explicit or
 * automatic. A connection stays broken after a {@link SQLException} from the fault point.
 */
final class FaultPointDataSource {
  private FaultPointDataSource() {}

  static DataSource of(DataSource pool, FaultPoint faults) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            return call(pool, method, arguments);
          }
          pass(faults.touch());
          return new Guarded((Connection) call(pool, method, arguments), faults).proxy();
        });
  }

  /** One connection. */
  private static final class Guarded {
    private final Connection real;
    private final FaultPoint faults;
    private boolean broken;

    Guarded(Connection real, FaultPoint faults) {
      this.real = real;
      this.faults = faults;
    }

    Connection proxy() {
      return FaultPointDataSource.proxy(
          Connection.class, (self, method, arguments) -> onConnection(method, arguments));
    }

    private Object onConnection(Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("close")) {
        return close(real, method);
      }
      if (broken) {
        throw new SQLException("the connection is broken", "08003");
      }
      switch (method.getName()) {
        case "commit":
          return write("COMMIT", () -> call(real, method, arguments));
        case "setAutoCommit":
          if (arguments[0].equals(false)) {
            pass(faults.at(Moment.BEGIN, ""));
          }
          return call(real, method, arguments);
        case "prepareStatement":
          var reads = ((String) arguments[0]).stripLeading().startsWith("SELECT");
          return statement((PreparedStatement) call(real, method, arguments), reads);
        default:
          return call(real, method, arguments);
      }
    }

    /** A write outside a transaction commits itself. */
    private PreparedStatement statement(PreparedStatement statement, boolean reads) {
      return FaultPointDataSource.proxy(
          PreparedStatement.class,
          (self, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
              return call(statement, method, arguments);
            }
            passOrBreak(faults.at(Moment.STATEMENT, ""));
            return !reads && real.getAutoCommit()
                ? write("UPDATE", () -> call(statement, method, arguments))
                : call(statement, method, arguments);
          });
    }

    private Object write(String name, Write write) throws Throwable {
      passOrBreak(faults.before(name));
      var result = write.run();
      passOrBreak(faults.after(name));
      return result;
    }

    private void passOrBreak(CompletableFuture<Void> future) throws Throwable {
      try {
        pass(future);
      } catch (SQLException lost) {
        broken = true;
        throw lost;
      }
    }
  }

  /** Rolls back what a crashed process left open. */
  private static Object close(Connection real, Method close) throws Throwable {
    if (!real.getAutoCommit()) {
      real.rollback();
      real.setAutoCommit(true);
    }
    return call(real, close, null);
  }

  private interface Write {
    Object run() throws Throwable;
  }

  private static void pass(CompletableFuture<Void> future) throws Throwable {
    try {
      future.join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
