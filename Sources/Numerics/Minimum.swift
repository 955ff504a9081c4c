@preconcurrency internal import CGSL

/// A Swift closure of several variables in the form that GSL calls.
private final class Objective {
  let body: ([Double]) -> Double
  init(_ body: @escaping ([Double]) -> Double) { self.body = body }
}

/// The point near `start` where a function of several variables is least, by the simplex of Nelder and Mead.
///
/// The simplex asks for values only, so that a likelihood with a survival function in it needs no derivatives. A value
/// that is not a number counts as infinitely bad. The search is run twice, the second time from where the first ended:
/// a simplex that has collapsed on a slope starts anew.
///
/// - Parameters:
///   - step: The first edge of the simplex, in each variable.
///   - tolerance: The size of the simplex at which the search ends. It also ends where a hundred steps no longer lower the
///     value: a likelihood is known to some twelve digits, its maximum to half as many.
/// - Throws: `NumericalError` where the search does not end within 5,000 steps.
public func findMinimum(
  from start: [Double], step: Double = 0.2, tolerance: Double = 1e-6, of body: @escaping ([Double]) -> Double
) throws(NumericalError) -> [Double] {
  let rough = try simplexMinimum(from: start, step: step, tolerance: tolerance, of: body)
  return try simplexMinimum(from: rough, step: step / 20, tolerance: tolerance, of: body)
}

private func simplexMinimum(
  from start: [Double], step: Double, tolerance: Double, of body: @escaping ([Double]) -> Double
) throws(NumericalError) -> [Double] {
  gslWithoutAborts
  let count = start.count
  guard let simplex = gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, count),
    let point = gsl_vector_alloc(count), let edges = gsl_vector_alloc(count)
  else { throw NumericalError("findMinimum", "out of memory") }
  defer {
    gsl_multimin_fminimizer_free(simplex)
    gsl_vector_free(point)
    gsl_vector_free(edges)
  }
  for (i, value) in start.enumerated() { gsl_vector_set(point, i, value) }
  gsl_vector_set_all(edges, step)
  let box = Objective(body)
  let outcome: Result<[Double], NumericalError> = withExtendedLifetime(box) {
    var function = gsl_multimin_function(
      f: { x, context in
        let point = (0..<x!.pointee.size).map { gsl_vector_get(x, $0) }
        let value = Unmanaged<Objective>.fromOpaque(context!).takeUnretainedValue().body(point)
        return value.isFinite ? value : 1e300
      },
      n: count, params: Unmanaged.passUnretained(box).toOpaque())
    return withUnsafeMutablePointer(to: &function) { function in
      let status = gsl_multimin_fminimizer_set(simplex, function, point, edges)
      guard status == gslSuccess else { return .failure(NumericalError("findMinimum", gslMessage(status))) }
      var (least, stepsAtLeast) = (Double.infinity, 0)
      for _ in 0..<5_000 {
        let step = gsl_multimin_fminimizer_iterate(simplex)
        let value = gsl_multimin_fminimizer_minimum(simplex)
        stepsAtLeast = value < least ? 0 : stepsAtLeast + 1
        least = min(least, value)
        let isThere = gsl_multimin_fminimizer_size(simplex) < tolerance || stepsAtLeast >= 100
        // GSL says "no progress" when the simplex is as small as rounding lets it be.
        guard step == gslSuccess || isThere else { return .failure(NumericalError("findMinimum", gslMessage(step))) }
        if isThere { return .success((0..<count).map { gsl_vector_get(simplex.pointee.x, $0) }) }
      }
      return .failure(NumericalError("findMinimum", "no convergence in 5000 steps"))
    }
  }
  return try outcome.get()
}
