internal import AloftCore
package import AloftHTTP
package import AloftServer
internal import Logging

/// An application that can't change any more: its middleware around its router, put together once.
package final class FrozenApplication: Responder {
  package let context: ApplicationContext
  let handlers: RoutedHandlers
  let hooks: [LifecycleHook]
  private let description: Application.Description
  private let plan: RoutingPlan
  private let log: RecentLog?
  private let observer: (any TestObserver)?
  /// Asked of each request, which a look at the observer itself would cost more.
  private let isObserved: Bool
  private let stack: MiddlewareStack
  /// The router with all of the application's middleware around it.
  private let run: Next.Run
  private let hasAfterwards: Bool
  private static let label = HandlerLabel("the application's middleware")

  convenience init(
    _ description: Application.Description, logger: Logger, observer: (any TestObserver)? = nil
  ) throws(ApplicationError) {
    var description = description
    let settingProblems = description.readSettings()
    let plan: RoutingPlan
    do throws(ApplicationError) {
      plan = try RoutingPlan(description)
    } catch {
      throw ApplicationError(diagnostics: settingProblems + error.diagnostics)
    }
    let isDevelopment = description.mode == .development
    let log = isDevelopment ? RecentLog() : nil
    let context = ApplicationContext(description, logger: log?.following(logger) ?? logger, router: plan.router)
    let problems = settingProblems + description.problems(in: context)
    guard problems.isEmpty else { throw ApplicationError(diagnostics: problems) }
    self.init(description, plan, context, log, observer)
  }

  private init(
    _ description: Application.Description, _ plan: RoutingPlan, _ context: ApplicationContext, _ log: RecentLog?,
    _ observer: (any TestObserver)?
  ) {
    self.context = context
    self.log = log
    self.observer = observer
    isObserved = observer != nil
    self.description = description
    hooks = description.parts.hooks
    let errors = ErrorResponder(
      logger: context.logger, handlers: description.parts.errorHandlers, scopes: plan.errorScopes,
      pages: ErrorPages(
        development: log.map {
          DevelopmentPage(routes: description.parts.routes, middleware: description.allMiddleware, log: $0)
        }))
    let endpoints = zip(plan.routes, plan.router.routes).map {
      Endpoint(
        $0.mounted, frozen: $1, firstOwnPlaceholder: $0.firstOwnPlaceholder, errors: errors,
        replacements: description.replacements, observer: observer)
    }
    let handlers = RoutedHandlers(plan.router, endpoints, errors: errors)
    self.handlers = handlers
    stack = MiddlewareStack(
      description.allMiddleware, errors: errors, source: ErrorSource(label: Self.label, scopes: nil),
      observer: observer)
    hasAfterwards = handlers.hasAfterwards || stack.isOutlived
    run = stack.around { await handlers.response(to: $0, $1) }
    self.plan = plan
  }

  /// The application's middleware, outermost first.
  var middleware: [PlacedMiddleware] { description.allMiddleware }
  /// The error handlers, each with the prefix it holds for.
  var errorHandlers: [(handler: ErrorHandler, prefix: String)] {
    description.parts.errorHandlers.map { ($0, "") }
      + description.parts.errorScopes.flatMap { scope in
        scope.scope.handlers.map { ($0, MountedRoute.joined(scope.prefixes)) }
      }
  }

  /// The same with what start hooks have left.
  func with(_ context: ApplicationContext) -> FrozenApplication {
    FrozenApplication(description, plan, context, log, observer)
  }

  package func answer(_ request: inout Request) -> Answer {
    let answer = unobservedAnswer(&request)
    guard isObserved, let observer, case .later(let label, let run, let finish?) = answer else { return answer }
    let peer = request.peer
    // A request that is turned away, or whose client has gone, is neither run nor finished.
    return .later(
      label,
      run: {
        observer.workBegins(for: peer)
        return await run($0)
      },
      finish: {
        await finish()
        observer.workEnds(for: peer)
      })
  }

  private func unobservedAnswer(_ request: inout Request) -> Answer {
    guard let synchronous = stack.synchronous else {
      let afterwards = hasAfterwards ? Afterwards() : nil
      return .later(
        Self.label, run: { [run] request in await run(request, afterwards) },
        finish: afterwards?.finish)
    }
    if synchronous.isEmpty { return handlers.answer(&request) }
    return stack.answer(&request, through: synchronous) { handlers.answer(&$0) }
  }
}
