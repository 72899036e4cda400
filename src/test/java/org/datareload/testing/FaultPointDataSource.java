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

/**
 * A database whose connections pass an edge at each statement and at each commit, be it called or
 * automatic. A connection on which something was lost is of no use any more.
 */
final class FaultPointDataSource {
  private FaultPointDataSource() {}

  static DataSource of(DataSource pool, FaultPoint edge) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            return call(pool, method, arguments);
          }
          pass(edge.touch());
          return new Passing((Connection) call(pool, method, arguments), edge).proxied();
        });
  }

  /** One connection. */
  private static final class Passing {
    private final Connection real;
    private final FaultPoint edge;
    private boolean broken;

    Passing(Connection real, FaultPoint edge) {
      this.real = real;
      this.edge = edge;
    }

    Connection proxied() {
      return proxy(Connection.class, (self, method, arguments) -> onConnection(method, arguments));
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
            pass(edge.begin());
          }
          return call(real, method, arguments);
        case "prepareStatement":
          var reads = ((String) arguments[0]).stripLeading().startsWith("SELECT");
          return statement((PreparedStatement) call(real, method, arguments), reads);
        default:
          return call(real, method, arguments);
      }
    }

    /** A write outside of a transaction is one of its own. */
    private PreparedStatement statement(PreparedStatement statement, boolean reads) {
      return proxy(
          PreparedStatement.class,
          (self, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
              return call(statement, method, arguments);
            }
            orBroken(edge.statement());
            return !reads && real.getAutoCommit()
                ? write("UPDATE", () -> call(statement, method, arguments))
                : call(statement, method, arguments);
          });
    }

    private Object write(String name, Write write) throws Throwable {
      orBroken(edge.before(name));
      var result = write.run();
      orBroken(edge.after(name));
      return result;
    }

    private void orBroken(CompletableFuture<Void> gate) throws Throwable {
      try {
        pass(gate);
      } catch (SQLException lost) {
        broken = true;
        throw lost;
      }
    }
  }

  /** What a dead process had begun is undone: its connections break. */
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

  private static void pass(CompletableFuture<Void> gate) throws Throwable {
    try {
      gate.join();
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
