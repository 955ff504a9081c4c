@preconcurrency internal import CGSL

/// A Swift closure in the form that GSL calls.
private final class Integrand {
  let body: (Double) -> Double
  init(_ body: @escaping (Double) -> Double) { self.body = body }
}

private func withGSLFunction<R>(_ body: @escaping (Double) -> Double, _ use: (UnsafeMutablePointer<gsl_function>) -> R)
  -> R
{
  let box = Integrand(body)
  return withExtendedLifetime(box) {
    var function = gsl_function(
      function: { x, context in Unmanaged<Integrand>.fromOpaque(context!).takeUnretainedValue().body(x) },
      params: Unmanaged.passUnretained(box).toOpaque())
    return use(&function)
  }
}

/// The root of a continuous function within a bracket, by Brent's method.
///
/// - Parameters:
///   - tolerance: The relative width of the final bracket.
/// - Throws: `NumericalError` where the ends do not bracket a root or the iteration does not converge.
public func findRoot(
  in bracket: ClosedRange<Double>, tolerance: Double = 1e-12, of body: @escaping (Double) -> Double
) throws(NumericalError) -> Double {
  gslWithoutAborts
  guard let solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent) else {
    throw NumericalError("findRoot", "out of memory")
  }
  defer { gsl_root_fsolver_free(solver) }
  let outcome: Result<Double, NumericalError> = withGSLFunction(body) { function in
    let status = gsl_root_fsolver_set(solver, function, bracket.lowerBound, bracket.upperBound)
    guard status == gslSuccess else {
      return .failure(NumericalError("findRoot", "\(bracket) does not bracket a root: \(gslMessage(status))"))
    }
    for _ in 0..<200 {
      let step = gsl_root_fsolver_iterate(solver)
      guard step == gslSuccess else { return .failure(NumericalError("findRoot", gslMessage(step))) }
      let low = gsl_root_fsolver_x_lower(solver)
      let high = gsl_root_fsolver_x_upper(solver)
      if gsl_root_test_interval(low, high, 0, tolerance) == gslSuccess {
        return .success(gsl_root_fsolver_root(solver))
      }
    }
    return .failure(NumericalError("findRoot", "no convergence in 200 steps"))
  }
  return try outcome.get()
}

/// The integral of a function over a finite range, by doubly adaptive Clenshaw-Curtis quadrature.
public func integrate(
  over range: ClosedRange<Double>, tolerance: Double = 1e-11, _ body: @escaping (Double) -> Double
) throws(NumericalError) -> Double {
  gslWithoutAborts
  guard let workspace = gsl_integration_cquad_workspace_alloc(200) else {
    throw NumericalError("integrate", "out of memory")
  }
  defer { gsl_integration_cquad_workspace_free(workspace) }
  var value = 0.0
  let status = withGSLFunction(body) {
    gsl_integration_cquad($0, range.lowerBound, range.upperBound, 0, tolerance, workspace, &value, nil, nil)
  }
  guard status == gslSuccess, value.isFinite else {
    throw NumericalError("integrate", gslMessage(status))
  }
  return value
}
