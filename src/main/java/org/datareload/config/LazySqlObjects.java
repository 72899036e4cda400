package org.datareload.config;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionFactory;
import org.jdbi.v3.core.extension.ExtensionMetadata;
import org.jdbi.v3.core.extension.ExtensionMetadata.ExtensionHandlerInvoker;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;

/**
 * Attaches a SQL interface to a connection and prepares its methods as they are called. Jdbi's own
 * factory prepares all methods of the interface for each call from outside, which took a tenth of
 * the CPU time of a reload.
 */
final class LazySqlObjects implements ExtensionFactory {
  private final ExtensionFactory sqlObjects;

  /**
   * @param sqlObjects Jdbi's own factory, which knows what the methods do
   */
  LazySqlObjects(ExtensionFactory sqlObjects) {
    this.sqlObjects = requireNonNull(sqlObjects, "sqlObjects is null");
  }

  @Override
  public boolean accepts(Class<?> type) {
    return sqlObjects.accepts(type);
  }

  @Override
  public Set<FactoryFlag> getFactoryFlags() {
    return Set.of(FactoryFlag.DONT_USE_PROXY);
  }

  @Override
  public <E> E attach(Class<E> type, HandleSupplier connection) {
    var config = connection.getConfig();
    var methods = config.get(Extensions.class).findMetadata(type, sqlObjects);
    var attached = new Attached(methods, connection, methods.createInstanceConfiguration(config));
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, attached));
  }

  /** Calls the methods of one interface on one connection, in one thread. */
  private static final class Attached implements InvocationHandler {
    private final ExtensionMetadata methods;
    private final HandleSupplier connection;
    private final ConfigRegistry config;
    private final Map<Method, ExtensionHandlerInvoker> prepared = new HashMap<>();

    Attached(ExtensionMetadata methods, HandleSupplier connection, ConfigRegistry config) {
      this.methods = methods;
      this.connection = connection;
      this.config = config;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      var invoker = prepared.get(method);
      if (invoker == null) {
        invoker = methods.createExtensionHandlerInvoker(proxy, method, connection, config);
        prepared.put(method, invoker);
      }
      return invoker.invoke(arguments);
    }
  }
}
